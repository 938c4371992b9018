# n3 asks its leader how far to read, dies, and asks again in its next life. The first answer comes late, from before a=2 was
# acknowledged. If questions were numbered alike in every life it would answer the second one, with a stale value
# (etcd#20418 in a new dress).

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
n1 is told a=1
       0.0400 n1  L t1   1/1      propose a=1
       0.0410 n1  L t1   1/2      flush                                                => log 1 +2@1 · to n2 n3: append t1 1@1 +2@1 commit 1
       0.0420 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · to n1: have 2 t1
       0.0420 n3  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · commits 1 · to n1: have 2 t1
       0.0430 n1  L t1   2/2      n2 says have 2 t1                                    => commits 2 · to n2 n3: append t1 2@1 commit 2
       0.0440 n2  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
       0.0440 n3  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
200 ms pass
       0.1270 n1  L t1   2/3      heartbeat                                            => log 2 +3@1 voters(n1 n2 n3) · to n2 n3: append t1 2@1 +3@1 commit 2 · to n2 n3: append t1 3@1 commit 2
       0.1280 n2  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 voters(n1 n2 n3) · to n1: have 3 t1
       0.1280 n3  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 voters(n1 n2 n3) · to n1: have 3 t1
       0.1290 n1  L t1   3/3      n2 says have 3 t1                                    => commits 3 · to n2 n3: append t1 3@1 commit 3
       0.1300 n2  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
       0.1300 n3  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
what n1 says to n3 is held back
n3 is asked for a
       0.3000 n3  F t1   3/3      read Linearizable                                    => to n1: how far to read t1
       0.3010 n1  L t1   3/3      n3 says how far to read t1                           => to n2 n3: append t1 3@1 commit 3
       0.3030 n1  L t1   3/3      n2 says have 3 t1                                    => to n3: read at 3 t1
n3 crashes
nothing more is held back
n3 starts again
200 ms pass
       0.4270 n3  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 1..3 · to n1: have 3 t1
what n1 says to n3 is held back
n1 is told a=2
       0.6200 n1  L t1   3/3      propose a=2
       0.6210 n1  L t1   3/4      flush                                                => log 3 +4@1 · to n2 n3: append t1 3@1 +4@1 commit 3
       0.6220 n2  F t1   3/4      n1 says append t1 3@1 +4@1 commit 3                  => log 3 +4@1 · to n1: have 4 t1
       0.6230 n1  L t1   4/4      n2 says have 4 t1                                    => commits 4 · to n2 n3: append t1 4@1 commit 4
       0.6240 n2  F t1   4/4      n1 says append t1 4@1 commit 4                       => commits 4 · to n1: have 4 t1
then n2 holds a=2
n3 is asked for a
       0.6400 n3  F t1   3/3      read Linearizable                                    => to n1: how far to read t1
       0.6410 n1  L t1   4/4      n3 says how far to read t1                           => to n2 n3: append t1 4@1 commit 4
       0.6430 n1  L t1   4/4      n2 says have 4 t1                                    => to n3: read at 4 t1
then the answer is outstanding
what was held back arrives
       0.6600 n3  F t1   3/3      n1 says read at 3 t1
       0.6610 n3  F t1   3/4      n1 says append t1 3@1 +4@1 commit 3                  => log 3 +4@1 · to n1: have 4 t1
       0.6610 n3  F t1   4/4      n1 says append t1 4@1 commit 4                       => commits 4 · to n1: have 4 t1
       0.6610 n3  F t1   4/4      n1 says read at 4 t1                                 => answers a read at 4
then the answer is 2
