# Leadership is handed over: the heir is brought up to date and told to stand at once, and voters give it their votes although
# they hear their leader (§3.10 of the thesis). If the heir is gone, the leader leads on and takes commands again.

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
n1 hands over to n2
       0.0400 n1  L t1   1/1      hand over to n2                                      => to n2: stand now t1
       0.0420 n2  C t2   1/1      n1 says stand now t1                                 => term 2 · votes n2 · becomes candidate · to n1 n3: vote t2 log 1@1 (handed over)
       0.0440 n1  F t2   1/1      n2 says vote t2 log 1@1 (handed over)                => term 2 · votes n2 · becomes follower · answers Committed · to n2: yes t2
       0.0440 n3  F t2   0/1      n2 says vote t2 log 1@1 (handed over)                => term 2 · votes n2 · becomes follower · to n2: yes t2
       0.0460 n2  L t2   1/2      n1 says yes t2                                       => log 1 +2@2 · becomes leader · to n1 n3: append t2 1@1 +2@2 commit 1
       0.0460 n2  L t2   1/2      n3 says yes t2
       0.0470 n1  F t2   1/2      n2 says append t2 1@1 +2@2 commit 1                  => log 1 +2@2 · to n2: have 2 t2
       0.0470 n3  F t2   1/2      n2 says append t2 1@1 +2@2 commit 1                  => log 1 +2@2 · commits 1 · to n2: have 2 t2
       0.0480 n2  L t2   2/2      n1 says have 2 t2                                    => commits 2 · to n1: append t2 2@2 commit 2
       0.0490 n1  F t2   2/2      n2 says append t2 2@2 commit 2                       => commits 2 · to n2: have 2 t2
then n2 leads term 2
then the answer is Committed
n1 is cut off
n2 hands over to n1
       0.0800 n2  L t2   2/2      hand over to n1                                      => to n1: stand now t2
n2 is told a=1
       0.1000 n2  L t2   2/2      propose a=1                                          => answers NotCommitted
then the answer is NotCommitted
1100 ms pass
       0.1460 n2  L t2   2/3      heartbeat                                            => log 2 +3@2 voters(n1 n2 n3) · to n1 n3: append t2 2@2 +3@2 commit 2 · to n1 n3: append t2 3@2 commit 2
       0.1470 n3  F t2   2/3      n2 says append t2 2@2 +3@2 commit 2                  => log 2 +3@2 voters(n1 n2 n3) · commits 2 · to n2: have 3 t2
       0.1480 n2  L t2   3/3      n3 says have 3 t2                                    => commits 3 · to n1 n3: append t2 3@2 commit 3
       0.1490 n3  F t2   3/3      n2 says append t2 3@2 commit 3                       => commits 3 · to n2: have 3 t2
       0.8865 n1  c t2   2/2      election time-out                                    => canvasses · to n2 n3: would you vote t3 log 2@2
       1.1450 n2  L t2   3/3      heartbeat                                            => answers NotCommitted · to n1 n3: append t2 3@2 commit 3
then n2 leads term 2
n2 is told a=2
       1.2400 n2  L t2   3/3      propose a=2
       1.2410 n2  L t2   3/4      flush                                                => log 3 +4@2 · to n1 n3: append t2 3@2 +4@2 commit 3
       1.2420 n3  F t2   3/4      n2 says append t2 3@2 +4@2 commit 3                  => log 3 +4@2 · to n2: have 4 t2
       1.2430 n2  L t2   4/4      n3 says have 4 t2                                    => commits 4 · to n1 n3: append t2 4@2 commit 4
       1.2440 n3  F t2   4/4      n2 says append t2 4@2 commit 4                       => commits 4 · to n2: have 4 t2
then the answer is Committed
