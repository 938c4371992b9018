# A command is in the leader's log and on no other disk when the leader is cut off. Whether it will be committed nobody can say, and
# that is what the client hears; what never got into the log was not committed (hashicorp/raft#300).

a cluster of 3
n1 loses patience
       0.0200 n1  c t0   0/0      election time-out                                    => canvasses · to n2 n3: would you vote t1 log 0@0
       0.0210 n2  F t0   0/0      n1 says would you vote t1 log 0@0                    => to n1: yes, would t1 (in t0)
       0.0210 n3  F t0   0/0      n1 says would you vote t1 log 0@0                    => to n1: yes, would t1 (in t0)
       0.0230 n1  C t1   0/0      n2 says yes, would t1 (in t0)                        => term 1 · votes n1 · becomes candidate · to n2 n3: vote t1 log 0@0
       0.0230 n1  C t1   0/0      n3 says yes, would t1 (in t0)
       0.0250 n2  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0250 n3  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0270 n1  L t1   0/1      n2 says yes t1                                       => log 0 +1@1 · becomes leader · to n2 n3: append t1 0@0 +1@1 commit 0
       0.0270 n1  L t1   0/1      n3 says yes t1
       0.0280 n2  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0280 n3  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0290 n1  L t1   1/1      n2 says have 1 t1                                    => commits 1 · to n2: append t1 1@1 commit 1
       0.0300 n2  F t1   1/1      n1 says append t1 1@1 commit 1                       => commits 1 · to n1: have 1 t1
n1 is cut off
n1 is told a=1
       0.0600 n1  L t1   1/1      propose a=1
       0.0610 n1  L t1   1/2      flush                                                => log 1 +2@1 · to n2 n3: append t1 1@1 +2@1 commit 1
1200 ms pass
       0.1270 n1  L t1   1/3      heartbeat                                            => log 2 +3@1 voters(n1 n2 n3) · to n2 n3: append t1 2@1 +3@1 commit 1 · to n2 n3: append t1 3@1 commit 1
       0.7476 n2  c t1   1/1      election time-out                                    => canvasses · to n1 n3: would you vote t2 log 1@1
       0.7486 n3  F t1   0/1      n2 says would you vote t2 log 1@1                    => to n2: yes, would t2 (in t1)
       0.7506 n2  C t2   1/1      n3 says yes, would t2 (in t1)                        => term 2 · votes n2 · becomes candidate · to n1 n3: vote t2 log 1@1
       0.7526 n3  F t2   0/1      n2 says vote t2 log 1@1                              => term 2 · votes n2 · becomes follower · to n2: yes t2
       0.7546 n2  L t2   1/2      n3 says yes t2                                       => log 1 +2@2 · becomes leader · to n1 n3: append t2 1@1 +2@2 commit 1
       0.7556 n3  F t2   1/2      n2 says append t2 1@1 +2@2 commit 1                  => log 1 +2@2 · commits 1 · to n2: have 2 t2
       0.7566 n2  L t2   2/2      n3 says have 2 t2                                    => commits 2 · to n3: append t2 2@2 commit 2
       0.7576 n3  F t2   2/2      n2 says append t2 2@2 commit 2                       => commits 2 · to n2: have 2 t2
       1.1260 n1  F t1   1/3      heartbeat                                            => becomes follower · answers Unknown
then the answer is Unknown
