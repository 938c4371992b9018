# A leader that is heard by all and hears nobody would be followed for ever and commit nothing. It notices that no majority
# answers, and steps down (CheckQuorum, §6.2 of the thesis).

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
nothing arrives from n2 at n1
nothing arrives from n3 at n1
n1 is told a=1
       0.0800 n1  L t1   1/1      propose a=1
       0.0810 n1  L t1   1/2      flush                                                => log 1 +2@1 · to n2 n3: append t1 1@1 +2@1 commit 1
       0.0820 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · to n1: have 2 t1
       0.0820 n3  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · commits 1 · to n1: have 2 t1
1200 ms pass
       0.1270 n1  L t1   1/3      heartbeat                                            => log 2 +3@1 voters(n1 n2 n3) · to n2 n3: append t1 2@1 +3@1 commit 1 · to n2 n3: append t1 3@1 commit 1
       0.1280 n2  F t1   1/3      n1 says append t1 2@1 +3@1 commit 1                  => log 2 +3@1 voters(n1 n2 n3) · to n1: have 3 t1
       0.1280 n3  F t1   1/3      n1 says append t1 2@1 +3@1 commit 1                  => log 2 +3@1 voters(n1 n2 n3) · to n1: have 3 t1
       1.1260 n1  F t1   1/3      heartbeat                                            => becomes follower · answers Unknown
then n1 does not lead
then the answer is Unknown
1500 ms pass
       1.8310 n1  c t1   1/3      election time-out                                    => canvasses · to n2 n3: would you vote t2 log 3@1
       1.8320 n2  F t1   1/3      n1 says would you vote t2 log 3@1                    => to n1: yes, would t2 (in t1)
       1.8320 n3  F t1   1/3      n1 says would you vote t2 log 3@1                    => to n1: yes, would t2 (in t1)
       2.0203 n3  c t1   1/3      election time-out                                    => canvasses · to n1 n2: would you vote t2 log 3@1
       2.0213 n2  F t1   1/3      n3 says would you vote t2 log 3@1                    => to n3: yes, would t2 (in t1)
       2.0233 n3  C t2   1/3      n2 says yes, would t2 (in t1)                        => term 2 · votes n3 · becomes candidate · to n1 n2: vote t2 log 3@1
       2.0239 n2  c t1   1/3      election time-out                                    => canvasses · to n1 n3: would you vote t2 log 3@1
       2.0249 n3  C t2   1/3      n2 says would you vote t2 log 3@1                    => to n2: no, would t2
       2.0253 n2  F t2   1/3      n3 says vote t2 log 3@1                              => term 2 · votes n3 · becomes follower · to n3: yes t2
       2.0259 n2  F t2   1/3      n3 says no, would t2
       2.0273 n3  L t2   1/4      n2 says yes t2                                       => log 3 +4@2 · becomes leader · to n1 n2: append t2 3@1 +4@2 commit 1
       2.0283 n2  F t2   1/4      n3 says append t2 3@1 +4@2 commit 1                  => log 3 +4@2 · to n3: have 4 t2
       2.0293 n3  L t2   4/4      n2 says have 4 t2                                    => commits 2..4 · to n2: append t2 4@2 commit 4
       2.0303 n2  F t2   4/4      n3 says append t2 4@2 commit 4                       => commits 2..4 · to n3: have 4 t2
       2.7268 n1  c t1   1/3      election time-out                                    => canvasses · to n2 n3: would you vote t2 log 3@1
       2.7278 n2  F t2   4/4      n1 says would you vote t2 log 3@1                    => to n1: no, would t2
       2.7278 n3  L t2   4/4      n1 says would you vote t2 log 3@1                    => to n1: no, would t2
the leader is told b=2
       2.8400 n3  L t2   4/4      propose b=2
       2.8410 n3  L t2   4/5      flush                                                => log 4 +5@2 · to n2: append t2 4@2 +5@2 commit 4
       2.8420 n2  F t2   4/5      n3 says append t2 4@2 +5@2 commit 4                  => log 4 +5@2 · to n3: have 5 t2
       2.8430 n3  L t2   5/5      n2 says have 5 t2                                    => commits 5 · to n2: append t2 5@2 commit 5
       2.8440 n2  F t2   5/5      n3 says append t2 5@2 commit 5                       => commits 5 · to n3: have 5 t2
then the answer is Committed
