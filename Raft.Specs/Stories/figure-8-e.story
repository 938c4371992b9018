# Figure 8 of the paper, (a) to (c) and then (e) in place of (d): the leader brings an entry of its own term to a majority too.
# With that the old one is committed as well, for n5 can no longer win (§5.4.2).

a cluster of 5, without pre-vote, one entry at a time
n1 loses patience
       0.0210 n1  C t1   0/0      election time-out                                    => term 1 · votes n1 · becomes candidate · to n2 n3 n4 n5: vote t1 log 0@0
       0.0230 n2  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0230 n3  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0230 n4  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0230 n5  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0240 n1  C t1   0/0      n2 says yes t1
       0.0250 n1  L t1   0/1      n3 says yes t1                                       => log 0 +1@1 · becomes leader · to n2 n3 n4 n5: append t1 0@0 +1@1 commit 0
       0.0250 n1  L t1   0/1      n4 says yes t1
       0.0250 n1  L t1   0/1      n5 says yes t1
       0.0260 n2  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0260 n3  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0260 n4  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0260 n5  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0270 n1  L t1   1/1      n3 says have 1 t1                                    => commits 1 · to n2 n3: append t1 1@1 commit 1
       0.0280 n2  F t1   1/1      n1 says append t1 1@1 commit 1                       => commits 1 · to n1: have 1 t1
       0.0280 n3  F t1   1/1      n1 says append t1 1@1 commit 1                       => commits 1 · to n1: have 1 t1
then n1 leads term 1

# (a) n1 leads, and its entry 2 reaches n2 alone.
a wall between n1 n2 and n3 n4 n5
n1 is told a=1
       0.0600 n1  L t1   1/1      propose a=1
       0.0610 n1  L t1   1/2      flush                                                => log 1 +2@1 · to n2 n3 n4 n5: append t1 1@1 +2@1 commit 1
       0.0620 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · to n1: have 2 t1
then the log of n2 is 1 1

# (b) n1 is gone; n5 leads with the votes of n3 and n4, and writes another entry 2.
n1 crashes
n2 crashes
appends beyond 1 are lost
600 ms pass
       0.6124 n5  C t2   0/1      election time-out                                    => term 2 · votes n5 · becomes candidate · to n1 n2 n3 n4: vote t2 log 1@1
       0.6144 n3  F t2   1/1      n5 says vote t2 log 1@1                              => term 2 · votes n5 · becomes follower · to n5: yes t2
       0.6144 n4  F t2   0/1      n5 says vote t2 log 1@1                              => term 2 · votes n5 · becomes follower · to n5: yes t2
       0.6154 n5  C t2   0/1      n3 says yes t2
       0.6164 n5  L t2   0/2      n4 says yes t2                                       => log 1 +2@2 · becomes leader · to n1 n2 n3 n4: append t2 1@1 +2@2 commit 0
       0.7174 n5  L t2   0/2      n3 says have 1 t2                                    => to n3: append t2 1@1 +2@2 commit 0
       0.7174 n5  L t2   0/2      n4 says have 1 t2                                    => to n4: append t2 1@1 +2@2 commit 0
then n5 leads term 2

# (c) n5 is gone; n1 leads again, goes on with its old entry 2, and has one of its own behind it.
n5 crashes
500 ms pass
n1 starts again
n2 starts again
the network heals
everything arrives again
n1 loses patience
       1.3810 n1  C t2   0/2      election time-out                                    => term 2 · votes n1 · becomes candidate · to n2 n3 n4 n5: vote t2 log 2@1
       1.3820 n3  F t2   1/1      n1 says vote t2 log 2@1                              => to n1: no t2
       1.3820 n4  F t2   0/1      n1 says vote t2 log 2@1                              => to n1: no t2
       1.3830 n2  F t2   0/2      n1 says vote t2 log 2@1                              => term 2 · votes n1 · becomes follower · to n1: yes t2
       1.3830 n1  C t2   0/2      n3 says no t2
       1.3830 n1  C t2   0/2      n4 says no t2
       1.3840 n1  C t2   0/2      n2 says yes t2
n1 loses patience
       1.4010 n1  C t3   0/2      election time-out                                    => term 3 · votes n1 · becomes candidate · to n2 n3 n4 n5: vote t3 log 2@1
       1.4030 n2  F t3   0/2      n1 says vote t3 log 2@1                              => term 3 · votes n1 · becomes follower · to n1: yes t3
       1.4030 n3  F t3   1/1      n1 says vote t3 log 2@1                              => term 3 · votes n1 · becomes follower · to n1: yes t3
       1.4030 n4  F t3   0/1      n1 says vote t3 log 2@1                              => term 3 · votes n1 · becomes follower · to n1: yes t3
       1.4040 n1  C t3   0/2      n2 says yes t3
       1.4050 n3  F t3   1/1      n1 says append t3 2@1 +3@3 commit 0                  => to n1: refuse 2 t3 try 2@0
       1.4050 n4  F t3   0/1      n1 says append t3 2@1 +3@3 commit 0                  => to n1: refuse 2 t3 try 2@0
       1.4050 n1  L t3   0/3      n3 says yes t3                                       => log 2 +3@3 · becomes leader · to n2 n3 n4 n5: append t3 2@1 +3@3 commit 0
       1.4050 n1  L t3   0/3      n4 says yes t3
       1.4060 n2  F t3   0/3      n1 says append t3 2@1 +3@3 commit 0                  => log 2 +3@3 · to n1: have 3 t3
       1.4060 n1  L t3   0/3      n3 says refuse 2 t3 try 2@0                          => to n3: append t3 1@1 +2@1 commit 0
       1.4060 n1  L t3   0/3      n4 says refuse 2 t3 try 2@0                          => to n4: append t3 1@1 +2@1 commit 0
       1.4080 n3  F t3   1/2      n1 says append t3 1@1 +2@1 commit 0                  => log 1 +2@1 · to n1: have 2 t3
       1.4080 n4  F t3   0/2      n1 says append t3 1@1 +2@1 commit 0                  => log 1 +2@1 · to n1: have 2 t3
       1.4090 n1  L t3   0/3      n3 says have 2 t3                                    => to n3: append t3 2@1 +3@3 commit 0
       1.4090 n1  L t3   0/3      n4 says have 2 t3                                    => to n4: append t3 2@1 +3@3 commit 0
       1.4110 n3  F t3   1/3      n1 says append t3 2@1 +3@3 commit 0                  => log 2 +3@3 · to n1: have 3 t3
       1.4110 n4  F t3   0/3      n1 says append t3 2@1 +3@3 commit 0                  => log 2 +3@3 · to n1: have 3 t3
       1.4120 n1  L t3   3/3      n3 says have 3 t3                                    => commits 1..3 · to n2 n3 n4: append t3 3@3 commit 3
       1.4130 n2  F t3   3/3      n1 says append t3 3@3 commit 3                       => commits 1..3 · to n1: have 3 t3
       1.4130 n3  F t3   3/3      n1 says append t3 3@3 commit 3                       => commits 2..3 · to n1: have 3 t3
       1.4130 n4  F t3   3/3      n1 says append t3 3@3 commit 3                       => commits 1..3 · to n1: have 3 t3
then n1 leads term 3
300 ms pass
then the log of n1 is 1 1 3
then the log of n2 is 1 1 3

# (e) What is of its own term is on a majority, and all before it is committed. n5 comes back, and nobody votes for it.
then n1 has committed 3
n1 crashes
n5 starts again
600 ms pass
n5 loses patience
       2.4010 n5  C t3   0/2      election time-out                                    => term 3 · votes n5 · becomes candidate · to n1 n2 n3 n4: vote t3 log 2@2
       2.4020 n2  F t3   3/3      n5 says vote t3 log 2@2                              => to n5: no t3
       2.4020 n3  F t3   3/3      n5 says vote t3 log 2@2                              => to n5: no t3
       2.4020 n4  F t3   3/3      n5 says vote t3 log 2@2                              => to n5: no t3
       2.4030 n5  C t3   0/2      n2 says no t3
       2.4030 n5  C t3   0/2      n3 says no t3
       2.4030 n5  C t3   0/2      n4 says no t3
n5 loses patience
       2.4210 n5  C t4   0/2      election time-out                                    => term 4 · votes n5 · becomes candidate · to n1 n2 n3 n4: vote t4 log 2@2
       2.4230 n2  F t4   3/3      n5 says vote t4 log 2@2                              => term 4 · becomes follower · to n5: no t4
       2.4230 n3  F t4   3/3      n5 says vote t4 log 2@2                              => term 4 · becomes follower · to n5: no t4
       2.4230 n4  F t4   3/3      n5 says vote t4 log 2@2                              => term 4 · becomes follower · to n5: no t4
       2.4240 n5  C t4   0/2      n2 says no t4
       2.4240 n5  C t4   0/2      n3 says no t4
       2.4240 n5  C t4   0/2      n4 says no t4
       2.4293 n2  C t5   3/3      election time-out                                    => term 5 · votes n2 · becomes candidate · to n1 n3 n4 n5: vote t5 log 3@3
       2.4313 n3  F t5   3/3      n2 says vote t5 log 3@3                              => term 5 · votes n2 · becomes follower · to n2: yes t5
       2.4313 n4  F t5   3/3      n2 says vote t5 log 3@3                              => term 5 · votes n2 · becomes follower · to n2: yes t5
       2.4313 n5  F t5   0/2      n2 says vote t5 log 3@3                              => term 5 · votes n2 · becomes follower · to n2: yes t5
       2.4323 n2  C t5   3/3      n3 says yes t5
       2.4333 n5  F t5   0/2      n2 says append t5 3@3 +4@5 commit 3                  => to n2: refuse 3 t5 try 3@0
       2.4333 n2  L t5   3/4      n4 says yes t5                                       => log 3 +4@5 · becomes leader · to n1 n3 n4 n5: append t5 3@3 +4@5 commit 3
       2.4333 n2  L t5   3/4      n5 says yes t5
       2.4343 n3  F t5   3/4      n2 says append t5 3@3 +4@5 commit 3                  => log 3 +4@5 · to n2: have 4 t5
       2.4343 n4  F t5   3/4      n2 says append t5 3@3 +4@5 commit 3                  => log 3 +4@5 · to n2: have 4 t5
       2.4343 n2  L t5   3/4      n5 says refuse 3 t5 try 3@0                          => to n5: append t5 2@1 +3@3 commit 3
       2.4353 n2  L t5   4/4      n4 says have 4 t5                                    => commits 4 · to n3 n4: append t5 4@5 commit 4
       2.4353 n5  F t5   0/2      n2 says append t5 2@1 +3@3 commit 3                  => to n2: refuse 2 t5 try 2@2
       2.4363 n3  F t5   4/4      n2 says append t5 4@5 commit 4                       => commits 4 · to n2: have 4 t5
       2.4363 n4  F t5   4/4      n2 says append t5 4@5 commit 4                       => commits 4 · to n2: have 4 t5
       2.4363 n2  L t5   4/4      n5 says refuse 2 t5 try 2@2                          => to n5: append t5 1@1 +2@1 commit 4
       2.4383 n5  F t5   2/2      n2 says append t5 1@1 +2@1 commit 4                  => log 1 +2@1 · commits 1..2 · to n2: have 2 t5
       2.4393 n2  L t5   4/4      n5 says have 2 t5                                    => to n5: append t5 2@1 +3@3 commit 4 · to n5: append t5 3@3 +4@5 commit 4
500 ms pass
       2.4413 n5  F t5   3/3      n2 says append t5 2@1 +3@3 commit 4                  => log 2 +3@3 · commits 3 · to n2: have 3 t5
       2.4423 n5  F t5   4/4      n2 says append t5 3@3 +4@5 commit 4                  => log 3 +4@5 · commits 4 · to n2: have 4 t5
then n5 does not lead
then the log of n3 is 1 1 3 5
then the log of n5 is 1 1 3 5
