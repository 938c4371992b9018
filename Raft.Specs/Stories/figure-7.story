# Figure 7 of the paper, in small: when a leader comes to power, followers may lack entries, and may hold extra ones of earlier
# terms that nobody committed. n2 lacks what n1 wrote; n3 holds an entry of a term that came to nothing. The leader brings both
# logs to its own, skipping back a term at a time (§5.3).

a cluster of 3, without pre-vote
n1 loses patience
       0.0210 n1  C t1   0/0      election time-out                                    => term 1 · votes n1 · becomes candidate · to n2 n3: vote t1 log 0@0
       0.0230 n2  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0230 n3  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0250 n1  L t1   0/1      n2 says yes t1                                       => log 0 +1@1 · becomes leader · to n2 n3: append t1 0@0 +1@1 commit 0
       0.0250 n1  L t1   0/1      n3 says yes t1
       0.0260 n2  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0260 n3  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0270 n1  L t1   1/1      n2 says have 1 t1                                    => commits 1 · to n2: append t1 1@1 commit 1
       0.0280 n2  F t1   1/1      n1 says append t1 1@1 commit 1                       => commits 1 · to n1: have 1 t1
n2 crashes
n1 is told a=1
       0.0600 n1  L t1   1/1      propose a=1
       0.0610 n1  L t1   1/2      flush                                                => log 1 +2@1 · to n2 n3: append t1 1@1 +2@1 commit 1
       0.0620 n3  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · commits 1 · to n1: have 2 t1
       0.0630 n1  L t1   2/2      n3 says have 2 t1                                    => commits 2 · to n2 n3: append t1 2@1 commit 2
       0.0640 n3  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
n1 is told a=2
       0.0800 n1  L t1   2/2      propose a=2
       0.0810 n1  L t1   2/3      flush                                                => log 2 +3@1 · to n2 n3: append t1 2@1 +3@1 commit 2
       0.0820 n3  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 · to n1: have 3 t1
       0.0830 n1  L t1   3/3      n3 says have 3 t1                                    => commits 3 · to n2 n3: append t1 3@1 commit 3
       0.0840 n3  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
n1 crashes
n2 starts again
appends beyond 3 are lost
500 ms pass
n3 loses patience
       0.6810 n3  C t2   3/3      election time-out                                    => term 2 · votes n3 · becomes candidate · to n1 n2: vote t2 log 3@1
       0.6830 n2  F t2   0/1      n3 says vote t2 log 3@1                              => term 2 · votes n3 · becomes follower · to n3: yes t2
       0.6850 n3  L t2   3/4      n2 says yes t2                                       => log 3 +4@2 · becomes leader · to n1 n2: append t2 3@1 +4@2 commit 3
then n3 leads term 2
then the log of n3 is 1 1 1 2
then the log of n2 is 1
n3 crashes
n1 starts again
everything arrives again
520 ms pass
n1 loses patience
       1.3010 n1  C t2   0/3      election time-out                                    => term 2 · votes n1 · becomes candidate · to n2 n3: vote t2 log 3@1
       1.3020 n2  F t2   0/1      n1 says vote t2 log 3@1                              => to n1: no t2
       1.3030 n1  C t2   0/3      n2 says no t2
n1 loses patience
       1.3210 n1  C t3   0/3      election time-out                                    => term 3 · votes n1 · becomes candidate · to n2 n3: vote t3 log 3@1
       1.3230 n2  F t3   0/1      n1 says vote t3 log 3@1                              => term 3 · votes n1 · becomes follower · to n1: yes t3
       1.3250 n2  F t3   0/1      n1 says append t3 3@1 +4@3 commit 0                  => to n1: refuse 3 t3 try 2@0
       1.3250 n1  L t3   0/4      n2 says yes t3                                       => log 3 +4@3 · becomes leader · to n2 n3: append t3 3@1 +4@3 commit 0
       1.3260 n1  L t3   0/4      n2 says refuse 3 t3 try 2@0                          => to n2: append t3 1@1 +2..4@3 commit 0
       1.3280 n2  F t3   0/4      n1 says append t3 1@1 +2..4@3 commit 0               => log 1 +2..4@3 · to n1: have 4 t3
       1.3290 n1  L t3   4/4      n2 says have 4 t3                                    => commits 1..4 · to n2: append t3 4@3 commit 4
       1.3300 n2  F t3   4/4      n1 says append t3 4@3 commit 4                       => commits 1..4 · to n1: have 4 t3
then the log of n1 is 1 1 1 3
then the log of n2 is 1 1 1 3
n3 starts again
200 ms pass
       1.4260 n3  F t3   3/4      n1 says append t3 3@1 commit 4                       => term 3 · becomes follower · commits 1..3 · to n1: have 3 t3
       1.4270 n1  L t3   4/4      n3 says have 3 t3                                    => to n3: append t3 3@1 +4@3 commit 4
       1.4290 n3  F t3   4/4      n1 says append t3 3@1 +4@3 commit 4                  => log 3 +4@3 · commits 4 · to n1: have 4 t3
       1.5250 n1  L t3   4/5      heartbeat                                            => log 4 +5@3 voters(n1 n2 n3) · to n2 n3: append t3 4@3 +5@3 commit 4 · to n2 n3: append t3 5@3 commit 4
       1.5260 n2  F t3   4/5      n1 says append t3 4@3 +5@3 commit 4                  => log 4 +5@3 voters(n1 n2 n3) · to n1: have 5 t3
       1.5260 n3  F t3   4/5      n1 says append t3 4@3 +5@3 commit 4                  => log 4 +5@3 voters(n1 n2 n3) · to n1: have 5 t3
       1.5270 n1  L t3   5/5      n2 says have 5 t3                                    => commits 5 · to n2 n3: append t3 5@3 commit 5
       1.5280 n2  F t3   5/5      n1 says append t3 5@3 commit 5                       => commits 5 · to n1: have 5 t3
       1.5280 n3  F t3   5/5      n1 says append t3 5@3 commit 5                       => commits 5 · to n1: have 5 t3
then the log of n3 is 1 1 1 3 3
