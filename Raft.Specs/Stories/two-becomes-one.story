# Of two nodes the leader removes itself. What is left must lead alone (etcd#10563).

a cluster of 2
n1 loses patience
       0.0200 n1  c t0   0/0      election time-out                                    => canvasses · to n2: would you vote t1 log 0@0
       0.0210 n2  F t0   0/0      n1 says would you vote t1 log 0@0                    => to n1: yes, would t1 (in t0)
       0.0230 n1  C t1   0/0      n2 says yes, would t1 (in t0)                        => term 1 · votes n1 · becomes candidate · to n2: vote t1 log 0@0
       0.0250 n2  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0270 n1  L t1   0/1      n2 says yes t1                                       => log 0 +1@1 · becomes leader · to n2: append t1 0@0 +1@1 commit 0
       0.0280 n2  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0290 n1  L t1   1/1      n2 says have 1 t1                                    => commits 1 · to n2: append t1 1@1 commit 1
       0.0300 n2  F t1   1/1      n1 says append t1 1@1 commit 1                       => commits 1 · to n1: have 1 t1
600 ms pass
       0.1270 n1  L t1   1/2      heartbeat                                            => log 1 +2@1 voters(n1 n2) · to n2: append t1 1@1 +2@1 commit 1 · to n2: append t1 2@1 commit 1
       0.1280 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 voters(n1 n2) · to n1: have 2 t1
       0.1290 n1  L t1   2/2      n2 says have 2 t1                                    => commits 2 · to n2: append t1 2@1 commit 2
       0.1300 n2  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
n1 is to make n2 the voters
       0.6610 n1  L t1   2/3      change members: voters(n2)                           => log 2 +3@1 voters(n1 n2) target(n2) · to n2: append t1 2@1 +3@1 commit 2
       0.6620 n2  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 voters(n1 n2) target(n2) · to n1: have 3 t1
       0.6640 n1  L t1   3/4      n2 says have 3 t1                                    => log 3 +4@1 voters(n2) leaving(n1 n2) · commits 3 · to n2: append t1 3@1 +4@1 commit 3 · to n2: append t1 4@1 commit 3
       0.6650 n2  F t1   3/4      n1 says append t1 3@1 +4@1 commit 3                  => log 3 +4@1 voters(n2) leaving(n1 n2) · commits 3 · to n1: have 4 t1
       0.6670 n1  L t1   4/5      n2 says have 4 t1                                    => log 4 +5@1 voters(n2) · commits 4 · to n2: append t1 4@1 +5@1 commit 4 · to n2: append t1 5@1 commit 4
       0.6680 n2  F t1   4/5      n1 says append t1 4@1 +5@1 commit 4                  => log 4 +5@1 voters(n2) · commits 4 · to n1: have 5 t1
       0.6690 n1  F t1   5/5      n2 says have 5 t1                                    => becomes follower · commits 5 · answers Committed · to n2: append t1 5@1 commit 5 · to n2: stand now t1
       0.6700 n2  F t1   5/5      n1 says append t1 5@1 commit 5                       => commits 5 · to n1: have 5 t1
       0.6710 n2  L t2   6/6      n1 says stand now t1                                 => term 2 · votes n2 · log 5 +6@2 · becomes leader · commits 6
200 ms pass
then n1 does not lead
n2 is told a=1
       0.9000 n2  L t2   6/6      propose a=1
       0.9010 n2  L t2   7/7      flush                                                => log 6 +7@2 · commits 7
then the answer is Committed
then n2 holds a=1
