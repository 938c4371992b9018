# A leader is stopped, by a debugger or a long collection, while another is elected. It wakes up believing that it leads: whatever it
# says is of an earlier term, and the first answer tells it so (§5.1).

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
n1 is stopped
1800 ms pass
       0.7476 n2  c t1   1/1      election time-out                                    => canvasses · to n1 n3: would you vote t2 log 1@1
       0.7486 n3  F t1   0/1      n2 says would you vote t2 log 1@1                    => to n2: yes, would t2 (in t1)
       0.7506 n2  C t2   1/1      n3 says yes, would t2 (in t1)                        => term 2 · votes n2 · becomes candidate · to n1 n3: vote t2 log 1@1
       0.7526 n3  F t2   0/1      n2 says vote t2 log 1@1                              => term 2 · votes n2 · becomes follower · to n2: yes t2
       0.7546 n2  L t2   1/2      n3 says yes t2                                       => log 1 +2@2 · becomes leader · to n1 n3: append t2 1@1 +2@2 commit 1
       0.7556 n3  F t2   1/2      n2 says append t2 1@1 +2@2 commit 1                  => log 1 +2@2 · commits 1 · to n2: have 2 t2
       0.7566 n2  L t2   2/2      n3 says have 2 t2                                    => commits 2 · to n3: append t2 2@2 commit 2
       0.7576 n3  F t2   2/2      n2 says append t2 2@2 commit 2                       => commits 2 · to n2: have 2 t2
       1.7546 n2  L t2   2/3      heartbeat                                            => log 2 +3@2 voters(n1 n2 n3) · to n3: append t2 2@2 +3@2 commit 2 · to n1: append t2 1@1 commit 2 · to n3: append t2 3@2 commit 2
       1.7556 n3  F t2   2/3      n2 says append t2 2@2 +3@2 commit 2                  => log 2 +3@2 voters(n1 n2 n3) · to n2: have 3 t2
       1.7566 n2  L t2   3/3      n3 says have 3 t2                                    => commits 3 · to n3: append t2 3@2 commit 3
       1.7576 n3  F t2   3/3      n2 says append t2 3@2 commit 3                       => commits 3 · to n2: have 3 t2
the leader is told a=1
       1.8800 n2  L t2   3/3      propose a=1
       1.8810 n2  L t2   3/4      flush                                                => log 3 +4@2 · to n3: append t2 3@2 +4@2 commit 3
       1.8820 n3  F t2   3/4      n2 says append t2 3@2 +4@2 commit 3                  => log 3 +4@2 · to n2: have 4 t2
       1.8830 n2  L t2   4/4      n3 says have 4 t2                                    => commits 4 · to n3: append t2 4@2 commit 4
       1.8840 n3  F t2   4/4      n2 says append t2 4@2 commit 4                       => commits 4 · to n2: have 4 t2
then the answer is Committed
n1 goes on
       1.9000 n1  F t1   1/1      heartbeat                                            => becomes follower
       1.9000 n1  F t1   1/1      n2 says would you vote t2 log 1@1                    => to n2: yes, would t2 (in t1)
       1.9010 n2  L t2   4/4      n1 says yes, would t2 (in t1)
       1.9010 n1  F t2   1/1      n2 says vote t2 log 1@1                              => term 2 · votes n2 · becomes follower · to n2: yes t2
       1.9020 n2  L t2   4/4      n1 says yes t2
       1.9020 n1  F t2   1/2      n2 says append t2 1@1 +2@2 commit 1                  => log 1 +2@2 · to n2: have 2 t2
       1.9030 n2  L t2   4/4      n1 says have 2 t2                                    => to n1: append t2 2@2 +3..4@2 commit 4
       1.9050 n1  F t2   4/4      n2 says append t2 2@2 +3..4@2 commit 4               => log 2 +3..4@2 voters(n1 n2 n3) · commits 2..4 · to n2: have 4 t2
then n1 does not lead
then n1 holds a=1
