# A node is removed while it is away. It does not know, and asks for votes when it is back: those who hear their leader do not
# listen (hashicorp/raft#524).

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
500 ms pass
       0.1270 n1  L t1   1/2      heartbeat                                            => log 1 +2@1 voters(n1 n2 n3) · to n2 n3: append t1 1@1 +2@1 commit 1 · to n2 n3: append t1 2@1 commit 1
       0.1280 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 voters(n1 n2 n3) · to n1: have 2 t1
       0.1280 n3  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 voters(n1 n2 n3) · commits 1 · to n1: have 2 t1
       0.1290 n1  L t1   2/2      n2 says have 2 t1                                    => commits 2 · to n2 n3: append t1 2@1 commit 2
       0.1300 n2  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
       0.1300 n3  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
n3 is cut off
n1 is to make n1 n2 the voters
       0.5810 n1  L t1   2/3      change members: voters(n1 n2)                        => log 2 +3@1 voters(n1 n2 n3) target(n1 n2) · to n2 n3: append t1 2@1 +3@1 commit 2
       0.5820 n2  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 voters(n1 n2 n3) target(n1 n2) · to n1: have 3 t1
       0.5840 n1  L t1   3/4      n2 says have 3 t1                                    => log 3 +4@1 voters(n1 n2) leaving(n1 n2 n3) · commits 3 · to n2 n3: append t1 3@1 +4@1 commit 3 · to n2 n3: append t1 4@1 commit 3
       0.5850 n2  F t1   3/4      n1 says append t1 3@1 +4@1 commit 3                  => log 3 +4@1 voters(n1 n2) leaving(n1 n2 n3) · commits 3 · to n1: have 4 t1
       0.5870 n1  L t1   4/5      n2 says have 4 t1                                    => log 4 +5@1 voters(n1 n2) · commits 4 · to n2 n3: append t1 4@1 +5@1 commit 4 · to n2 n3: append t1 5@1 commit 4
       0.5880 n2  F t1   4/5      n1 says append t1 4@1 +5@1 commit 4                  => log 4 +5@1 voters(n1 n2) · commits 4 · to n1: have 5 t1
       0.5890 n1  L t1   5/5      n2 says have 5 t1                                    => commits 5 · answers Committed · to n3 n2: append t1 5@1 commit 5
       0.5900 n2  F t1   5/5      n1 says append t1 5@1 commit 5                       => commits 5 · to n1: have 5 t1
200 ms pass
then the answer is Committed
the network heals
2000 ms pass
       1.0996 n3  c t1   2/2      election time-out                                    => canvasses · to n1 n2: would you vote t2 log 2@1
       1.1006 n1  L t1   5/5      n3 says would you vote t2 log 2@1                    => to n3: no, would t2 (in t1)
       1.1006 n2  F t1   5/5      n3 says would you vote t2 log 2@1                    => to n3: no, would t2 (in t1)
       1.1016 n3  c t1   2/2      n1 says no, would t2 (in t1)
       1.1016 n3  F t1   2/2      n2 says no, would t2 (in t1)                         => becomes follower
       1.7996 n3  c t1   2/2      election time-out                                    => canvasses · to n1 n2: would you vote t2 log 2@1
       1.8006 n1  L t1   5/5      n3 says would you vote t2 log 2@1                    => to n3: no, would t2 (in t1)
       1.8006 n2  F t1   5/5      n3 says would you vote t2 log 2@1                    => to n3: no, would t2 (in t1)
       1.8016 n3  c t1   2/2      n1 says no, would t2 (in t1)
       1.8016 n3  F t1   2/2      n2 says no, would t2 (in t1)                         => becomes follower
       2.4610 n3  c t1   2/2      election time-out                                    => canvasses · to n1 n2: would you vote t2 log 2@1
       2.4620 n1  L t1   5/5      n3 says would you vote t2 log 2@1                    => to n3: no, would t2 (in t1)
       2.4620 n2  F t1   5/5      n3 says would you vote t2 log 2@1                    => to n3: no, would t2 (in t1)
       2.4630 n3  c t1   2/2      n1 says no, would t2 (in t1)
       2.4630 n3  F t1   2/2      n2 says no, would t2 (in t1)                         => becomes follower
then n1 leads term 1
n1 is told a=1
       2.8600 n1  L t1   5/5      propose a=1
       2.8610 n1  L t1   5/6      flush                                                => log 5 +6@1 · to n2: append t1 5@1 +6@1 commit 5
       2.8620 n2  F t1   5/6      n1 says append t1 5@1 +6@1 commit 5                  => log 5 +6@1 · to n1: have 6 t1
       2.8630 n1  L t1   6/6      n2 says have 6 t1                                    => commits 6 · to n2: append t1 6@1 commit 6
       2.8640 n2  F t1   6/6      n1 says append t1 6@1 commit 6                       => commits 6 · to n1: have 6 t1
then the answer is Committed
