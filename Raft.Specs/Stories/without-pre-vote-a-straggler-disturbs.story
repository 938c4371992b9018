# Without pre-vote a node that was cut off comes back with a term that grew with every attempt. The leader gives way to the term,
# and an election follows: no harm, but a pause (§9.6 of the thesis says how to do without it).

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
n3 is cut off
2000 ms pass
       0.1250 n1  L t1   1/2      heartbeat                                            => log 1 +2@1 voters(n1 n2 n3) · to n2 n3: append t1 1@1 +2@1 commit 1 · to n2 n3: append t1 2@1 commit 1
       0.1260 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 voters(n1 n2 n3) · to n1: have 2 t1
       0.1270 n1  L t1   2/2      n2 says have 2 t1                                    => commits 2 · to n2 n3: append t1 2@1 commit 2
       0.1280 n2  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
       0.8465 n3  C t2   0/1      election time-out                                    => term 2 · votes n3 · becomes candidate · to n1 n2: vote t2 log 1@1
       1.7720 n3  C t3   0/1      election time-out                                    => term 3 · votes n3 · becomes candidate · to n1 n2: vote t3 log 1@1
the network heals
1500 ms pass
       2.1250 n3  C t3   0/1      n1 says append t1 2@1 commit 2                       => to n1: refuse 2 t3 try 0@0
       2.1270 n1  F t3   2/2      n3 says refuse 2 t3 try 0@0                          => term 3 · becomes follower
       2.3189 n3  C t4   0/1      election time-out                                    => term 4 · votes n3 · becomes candidate · to n1 n2: vote t4 log 1@1
       2.3199 n2  F t1   2/2      n3 says vote t4 log 1@1                              => to n3: no t4 (in t1)
       2.3209 n1  F t4   2/2      n3 says vote t4 log 1@1                              => term 4 · becomes follower · to n3: no t4
       2.3209 n3  C t4   0/1      n2 says no t4 (in t1)
       2.3219 n3  C t4   0/1      n1 says no t4
       2.6953 n1  C t5   2/2      election time-out                                    => term 5 · votes n1 · becomes candidate · to n2 n3: vote t5 log 2@1
       2.6973 n2  F t5   2/2      n1 says vote t5 log 2@1                              => term 5 · votes n1 · becomes follower · to n1: yes t5
       2.6973 n3  F t5   0/1      n1 says vote t5 log 2@1                              => term 5 · votes n1 · becomes follower · to n1: yes t5
       2.6993 n3  F t5   0/1      n1 says append t5 2@1 +3@5 commit 2                  => to n1: refuse 2 t5 try 2@0
       2.6993 n1  L t5   2/3      n2 says yes t5                                       => log 2 +3@5 · becomes leader · to n2 n3: append t5 2@1 +3@5 commit 2
       2.6993 n1  L t5   2/3      n3 says yes t5
       2.7003 n2  F t5   2/3      n1 says append t5 2@1 +3@5 commit 2                  => log 2 +3@5 · to n1: have 3 t5
       2.7003 n1  L t5   2/3      n3 says refuse 2 t5 try 2@0                          => to n3: append t5 1@1 +2..3@5 commit 2
       2.7013 n1  L t5   3/3      n2 says have 3 t5                                    => commits 3 · to n2: append t5 3@5 commit 3
       2.7023 n2  F t5   3/3      n1 says append t5 3@5 commit 3                       => commits 3 · to n1: have 3 t5
       2.7023 n3  F t5   2/3      n1 says append t5 1@1 +2..3@5 commit 2               => log 1 +2..3@5 voters(n1 n2 n3) · commits 1..2 · to n1: have 3 t5
       2.7993 n3  F t5   3/3      n1 says append t5 3@5 commit 3                       => commits 3 · to n1: have 3 t5
then n1 is in term 5
the leader is told a=1
       3.6200 n1  L t5   3/3      propose a=1
       3.6210 n1  L t5   3/4      flush                                                => log 3 +4@5 · to n2 n3: append t5 3@5 +4@5 commit 3
       3.6220 n2  F t5   3/4      n1 says append t5 3@5 +4@5 commit 3                  => log 3 +4@5 · to n1: have 4 t5
       3.6220 n3  F t5   3/4      n1 says append t5 3@5 +4@5 commit 3                  => log 3 +4@5 · to n1: have 4 t5
       3.6230 n1  L t5   4/4      n2 says have 4 t5                                    => commits 4 · to n2 n3: append t5 4@5 commit 4
       3.6240 n2  F t5   4/4      n1 says append t5 4@5 commit 4                       => commits 4 · to n1: have 4 t5
       3.6240 n3  F t5   4/4      n1 says append t5 4@5 commit 4                       => commits 4 · to n1: have 4 t5
then the answer is Committed
