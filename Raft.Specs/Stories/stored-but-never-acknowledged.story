# A follower dies when its write is stored and nobody was told. What it stored counts when it comes back: it is there, and the
# leader finds out.

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
n3 crashes
nothing arrives from n2 at n1
n1 is told a=1
       0.0800 n1  L t1   1/1      propose a=1
       0.0810 n1  L t1   1/2      flush                                                => log 1 +2@1 · to n2 n3: append t1 1@1 +2@1 commit 1
       0.0820 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · to n1: have 2 t1
n2 crashes, its last write stored
n2 starts again
       0.1270 n1  L t1   1/3      heartbeat                                            => log 2 +3@1 voters(n1 n2 n3) · to n2 n3: append t1 2@1 +3@1 commit 1 · to n2 n3: append t1 3@1 commit 1
       0.1280 n2  F t1   1/3      n1 says append t1 2@1 +3@1 commit 1                  => log 2 +3@1 voters(n1 n2 n3) · commits 1 · to n1: have 3 t1
the network heals
200 ms pass
       0.2280 n1  L t1   3/3      n2 says have 3 t1                                    => commits 2..3 · to n2 n3: append t1 3@1 commit 3
       0.2290 n2  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 2..3 · to n1: have 3 t1
then n2 holds a=1
then the answer is Committed
