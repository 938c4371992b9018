# The lights go out. What was committed is on a majority's disks, and a new leader finds it there; it says so only once its own
# no-op is committed (§8).

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
n2 is told a=2
       0.0600 n2  F t1   2/2      propose a=2                                          => answers NotCommitted
n1 crashes
n2 crashes
n3 crashes
n1 starts again
n2 starts again
n3 starts again
1500 ms pass
       0.8737 n1  c t1   0/2      election time-out                                    => canvasses · to n2 n3: would you vote t2 log 2@1
       0.8747 n2  F t1   0/2      n1 says would you vote t2 log 2@1                    => to n1: yes, would t2 (in t1)
       0.8747 n3  F t1   0/2      n1 says would you vote t2 log 2@1                    => to n1: yes, would t2 (in t1)
       0.8767 n1  C t2   0/2      n2 says yes, would t2 (in t1)                        => term 2 · votes n1 · becomes candidate · to n2 n3: vote t2 log 2@1
       0.8767 n1  C t2   0/2      n3 says yes, would t2 (in t1)
       0.8787 n2  F t2   0/2      n1 says vote t2 log 2@1                              => term 2 · votes n1 · becomes follower · to n1: yes t2
       0.8787 n3  F t2   0/2      n1 says vote t2 log 2@1                              => term 2 · votes n1 · becomes follower · to n1: yes t2
       0.8807 n1  L t2   0/3      n2 says yes t2                                       => log 2 +3@2 · becomes leader · to n2 n3: append t2 2@1 +3@2 commit 0
       0.8807 n1  L t2   0/3      n3 says yes t2
       0.8817 n2  F t2   0/3      n1 says append t2 2@1 +3@2 commit 0                  => log 2 +3@2 · to n1: have 3 t2
       0.8817 n3  F t2   0/3      n1 says append t2 2@1 +3@2 commit 0                  => log 2 +3@2 · to n1: have 3 t2
       0.8827 n1  L t2   3/3      n2 says have 3 t2                                    => commits 1..3 · to n2: append t2 3@2 commit 3
       0.8837 n2  F t2   3/3      n1 says append t2 3@2 commit 3                       => commits 1..3 · to n1: have 3 t2
       0.9807 n1  L t2   3/4      heartbeat                                            => log 3 +4@2 voters(n1 n2 n3) · to n2 n3: append t2 3@2 +4@2 commit 3 · to n2 n3: append t2 4@2 commit 3
       0.9817 n2  F t2   3/4      n1 says append t2 3@2 +4@2 commit 3                  => log 3 +4@2 voters(n1 n2 n3) · to n1: have 4 t2
       0.9817 n3  F t2   3/4      n1 says append t2 3@2 +4@2 commit 3                  => log 3 +4@2 voters(n1 n2 n3) · commits 1..3 · to n1: have 4 t2
       0.9827 n1  L t2   4/4      n2 says have 4 t2                                    => commits 4 · to n2 n3: append t2 4@2 commit 4
       0.9837 n2  F t2   4/4      n1 says append t2 4@2 commit 4                       => commits 4 · to n1: have 4 t2
       0.9837 n3  F t2   4/4      n1 says append t2 4@2 commit 4                       => commits 4 · to n1: have 4 t2
then n1 holds a=1
then n2 holds a=1
then n3 holds a=1
