# A leader on the wrong side of a wall does not know yet that another was elected. It may not answer a read, however sure it is:
# its round of heartbeats must be answered by a majority first (§6.4 of the thesis).

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
n1 is told a=1
       0.0400 n1  L t1   1/1      propose a=1
       0.0410 n1  L t1   1/2      flush                                                => log 1 +2@1 · to n2 n3: append t1 1@1 +2@1 commit 1
       0.0420 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · to n1: have 2 t1
       0.0420 n3  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · commits 1 · to n1: have 2 t1
       0.0430 n1  L t1   2/2      n2 says have 2 t1                                    => commits 2 · to n2 n3: append t1 2@1 commit 2
       0.0440 n2  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
       0.0440 n3  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
n1 is cut off
700 ms pass
       0.1250 n1  L t1   2/3      heartbeat                                            => log 2 +3@1 voters(n1 n2 n3) · to n2 n3: append t1 2@1 +3@1 commit 2 · to n2 n3: append t1 3@1 commit 2
       0.5919 n3  C t2   2/2      election time-out                                    => term 2 · votes n3 · becomes candidate · to n1 n2: vote t2 log 2@1
       0.5939 n2  F t2   2/2      n3 says vote t2 log 2@1                              => term 2 · votes n3 · becomes follower · to n3: yes t2
       0.5959 n3  L t2   2/3      n2 says yes t2                                       => log 2 +3@2 · becomes leader · to n1 n2: append t2 2@1 +3@2 commit 2
       0.5969 n2  F t2   2/3      n3 says append t2 2@1 +3@2 commit 2                  => log 2 +3@2 · to n3: have 3 t2
       0.5979 n3  L t2   3/3      n2 says have 3 t2                                    => commits 3 · to n2: append t2 3@2 commit 3
       0.5989 n2  F t2   3/3      n3 says append t2 3@2 commit 3                       => commits 3 · to n3: have 3 t2
n2 loses patience
       0.8010 n2  C t3   3/3      election time-out                                    => term 3 · votes n2 · becomes candidate · to n1 n3: vote t3 log 3@2
       0.8020 n3  L t2   3/3      n2 says vote t3 log 3@2                              => to n2: no t3 (in t2)
       0.8030 n2  C t3   3/3      n3 says no t3 (in t2)
n1 is asked for a
       0.8200 n1  L t1   2/3      read Linearizable                                    => to n2 n3: append t1 3@1 commit 2
then the answer is outstanding
n1 is asked for a, however stale
       0.8400 n1  L t1   2/3      read Stale                                           => answers a read at 2
then the answer is 1
1000 ms pass
       0.8959 n2  C t3   3/3      n3 says append t2 3@2 commit 3                       => to n3: refuse 3 t3 try 0@0
       0.8979 n3  F t3   3/3      n2 says refuse 3 t3 try 0@0                          => term 3 · becomes follower
       1.1240 n1  F t1   2/3      heartbeat                                            => becomes follower · answers Unavailable
       1.3351 n2  C t4   3/3      election time-out                                    => term 4 · votes n2 · becomes candidate · to n1 n3: vote t4 log 3@2
       1.3371 n3  F t4   3/3      n2 says vote t4 log 3@2                              => term 4 · votes n2 · becomes follower · to n2: yes t4
       1.3391 n2  L t4   3/4      n3 says yes t4                                       => log 3 +4@4 · becomes leader · to n1 n3: append t4 3@2 +4@4 commit 3
       1.3401 n3  F t4   3/4      n2 says append t4 3@2 +4@4 commit 3                  => log 3 +4@4 · to n2: have 4 t4
       1.3411 n2  L t4   4/4      n3 says have 4 t4                                    => commits 4 · to n3: append t4 4@4 commit 4
       1.3421 n3  F t4   4/4      n2 says append t4 4@4 commit 4                       => commits 4 · to n2: have 4 t4
       1.6933 n1  C t2   2/3      election time-out                                    => term 2 · votes n1 · becomes candidate · to n2 n3: vote t2 log 3@1
then n1 does not lead
