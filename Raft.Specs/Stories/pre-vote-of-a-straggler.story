# A node that was cut off canvasses again and again, and its term does not move: back among the others it disturbs nobody (§9.6 of
# the thesis).

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
n3 is cut off
3000 ms pass
       0.1270 n1  L t1   1/2      heartbeat                                            => log 1 +2@1 voters(n1 n2 n3) · to n2 n3: append t1 1@1 +2@1 commit 1 · to n2 n3: append t1 2@1 commit 1
       0.1280 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 voters(n1 n2 n3) · to n1: have 2 t1
       0.1290 n1  L t1   2/2      n2 says have 2 t1                                    => commits 2 · to n2 n3: append t1 2@1 commit 2
       0.1300 n2  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
       0.8475 n3  c t1   0/1      election time-out                                    => canvasses · to n1 n2: would you vote t2 log 1@1
       1.7730 n3  c t1   0/1      election time-out                                    => canvasses · to n1 n2: would you vote t2 log 1@1
       2.3199 n3  c t1   0/1      election time-out                                    => canvasses · to n1 n2: would you vote t2 log 1@1
       3.0455 n3  c t1   0/1      election time-out                                    => canvasses · to n1 n2: would you vote t2 log 1@1
then n3 is in term 1
n1 is told a=1
       3.0800 n1  L t1   2/2      propose a=1
       3.0810 n1  L t1   2/3      flush                                                => log 2 +3@1 · to n2 n3: append t1 2@1 +3@1 commit 2
       3.0820 n2  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 · to n1: have 3 t1
       3.0830 n1  L t1   3/3      n2 says have 3 t1                                    => commits 3 · to n2 n3: append t1 3@1 commit 3
       3.0840 n2  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
the network heals
1000 ms pass
       3.1270 n3  F t1   0/1      n1 says append t1 3@1 commit 3                       => becomes follower · to n1: refuse 3 t1 try 2@0
       3.1280 n1  L t1   3/3      n3 says refuse 3 t1 try 2@0                          => to n3: append t1 1@1 +2..3@1 commit 3
       3.1300 n3  F t1   3/3      n1 says append t1 1@1 +2..3@1 commit 3               => log 1 +2..3@1 voters(n1 n2 n3) · commits 1..3 · to n1: have 3 t1
then n1 leads term 1
then n3 holds a=1
