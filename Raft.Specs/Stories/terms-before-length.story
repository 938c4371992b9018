# A leader that is cut off goes on writing into its own log, while the others elect another and commit with it. Back among them
# its log is as long as theirs, but ends in an earlier term: terms are compared first, so it gets no vote (§5.4.1), and what
# it wrote alone is replaced.

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
then n1 leads term 1
n1 is cut off
n1 is told a=1
       0.0600 n1  L t1   1/1      propose a=1
       0.0610 n1  L t1   1/2      flush                                                => log 1 +2@1 · to n2 n3: append t1 1@1 +2@1 commit 1
700 ms pass
       0.1250 n1  L t1   1/3      heartbeat                                            => log 2 +3@1 voters(n1 n2 n3) · to n2 n3: append t1 2@1 +3@1 commit 1 · to n2 n3: append t1 3@1 commit 1
       0.7466 n2  C t2   1/1      election time-out                                    => term 2 · votes n2 · becomes candidate · to n1 n3: vote t2 log 1@1
       0.7486 n3  F t2   0/1      n2 says vote t2 log 1@1                              => term 2 · votes n2 · becomes follower · to n2: yes t2
       0.7506 n2  L t2   1/2      n3 says yes t2                                       => log 1 +2@2 · becomes leader · to n1 n3: append t2 1@1 +2@2 commit 1
       0.7516 n3  F t2   1/2      n2 says append t2 1@1 +2@2 commit 1                  => log 1 +2@2 · commits 1 · to n2: have 2 t2
       0.7526 n2  L t2   2/2      n3 says have 2 t2                                    => commits 2 · to n3: append t2 2@2 commit 2
       0.7536 n3  F t2   2/2      n2 says append t2 2@2 commit 2                       => commits 2 · to n2: have 2 t2
n2 loses patience
600 ms pass
       1.1240 n1  F t1   1/3      heartbeat                                            => becomes follower · answers Unknown
the leader is told b=7
       1.4400 n2  L t2   2/2      propose b=7
       1.4410 n2  L t2   2/3      flush                                                => log 2 +3@2 · to n3: append t2 2@2 +3@2 commit 2
       1.4420 n3  F t2   2/3      n2 says append t2 2@2 +3@2 commit 2                  => log 2 +3@2 · to n2: have 3 t2
       1.4430 n2  L t2   3/3      n3 says have 3 t2                                    => commits 3 · to n3: append t2 3@2 commit 3
       1.4440 n3  F t2   3/3      n2 says append t2 3@2 commit 3                       => commits 3 · to n2: have 3 t2
n2 crashes
the network heals
470 ms pass
       1.6933 n1  C t2   1/3      election time-out                                    => term 2 · votes n1 · becomes candidate · to n2 n3: vote t2 log 3@1
       1.6943 n3  F t2   3/3      n1 says vote t2 log 3@1                              => to n1: no t2
       1.6953 n1  C t2   1/3      n3 says no t2
n1 loses patience
       1.9910 n1  C t3   1/3      election time-out                                    => term 3 · votes n1 · becomes candidate · to n2 n3: vote t3 log 3@1
       1.9930 n3  F t3   3/3      n1 says vote t3 log 3@1                              => term 3 · becomes follower · to n1: no t3
       1.9940 n1  C t3   1/3      n3 says no t3
n1 loses patience
       2.0110 n1  C t4   1/3      election time-out                                    => term 4 · votes n1 · becomes candidate · to n2 n3: vote t4 log 3@1
       2.0130 n3  F t4   3/3      n1 says vote t4 log 3@1                              => term 4 · becomes follower · to n1: no t4
       2.0140 n1  C t4   1/3      n3 says no t4
then n1 does not lead
n2 starts again
1500 ms pass
       2.4383 n3  C t5   3/3      election time-out                                    => term 5 · votes n3 · becomes candidate · to n1 n2: vote t5 log 3@2
       2.4403 n1  F t5   1/3      n3 says vote t5 log 3@2                              => term 5 · votes n3 · becomes follower · to n3: yes t5
       2.4403 n2  F t5   0/3      n3 says vote t5 log 3@2                              => term 5 · votes n3 · becomes follower · to n3: yes t5
       2.4423 n1  F t5   1/3      n3 says append t5 3@2 +4@5 commit 3                  => to n3: refuse 3 t5 try 2@1
       2.4423 n3  L t5   3/4      n1 says yes t5                                       => log 3 +4@5 · becomes leader · to n1 n2: append t5 3@2 +4@5 commit 3
       2.4423 n3  L t5   3/4      n2 says yes t5
       2.4433 n3  L t5   3/4      n1 says refuse 3 t5 try 2@1                          => to n1: append t5 1@1 +2..4@5 commit 3
       2.4433 n2  F t5   3/4      n3 says append t5 3@2 +4@5 commit 3                  => log 3 +4@5 · commits 1..3 · to n3: have 4 t5
       2.4443 n3  L t5   4/4      n2 says have 4 t5                                    => commits 4 · to n2: append t5 4@5 commit 4
       2.4453 n1  F t5   3/4      n3 says append t5 1@1 +2..4@5 commit 3               => log 1 +2..4@5 · commits 2..3 · to n3: have 4 t5
       2.4453 n2  F t5   4/4      n3 says append t5 4@5 commit 4                       => commits 4 · to n3: have 4 t5
       2.5423 n3  L t5   4/5      heartbeat                                            => log 4 +5@5 voters(n1 n2 n3) · to n1 n2: append t5 4@5 +5@5 commit 4 · to n1 n2: append t5 5@5 commit 4
       2.5433 n1  F t5   4/5      n3 says append t5 4@5 +5@5 commit 4                  => log 4 +5@5 voters(n1 n2 n3) · commits 4 · to n3: have 5 t5
       2.5433 n2  F t5   4/5      n3 says append t5 4@5 +5@5 commit 4                  => log 4 +5@5 voters(n1 n2 n3) · to n3: have 5 t5
       2.5443 n3  L t5   5/5      n1 says have 5 t5                                    => commits 5 · to n1 n2: append t5 5@5 commit 5
       2.5453 n1  F t5   5/5      n3 says append t5 5@5 commit 5                       => commits 5 · to n3: have 5 t5
       2.5453 n2  F t5   5/5      n3 says append t5 5@5 commit 5                       => commits 5 · to n3: have 5 t5
then n3 holds b=7
then n1 holds b=7
then n1 holds a=0
