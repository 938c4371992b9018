# What a follower has, it keeps until a leader of a later term says otherwise. Messages that arrive again, or that prove less than
# it holds, truncate nothing (akka-raft#66).

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
n1 is told a=2
       0.0600 n1  L t1   2/2      propose a=2
       0.0610 n1  L t1   2/3      flush                                                => log 2 +3@1 · to n2 n3: append t1 2@1 +3@1 commit 2
       0.0620 n2  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 · to n1: have 3 t1
       0.0620 n3  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 · to n1: have 3 t1
       0.0630 n1  L t1   3/3      n2 says have 3 t1                                    => commits 3 · to n2 n3: append t1 3@1 commit 3
       0.0640 n2  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
       0.0640 n3  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
n1 is told a=3
       0.0800 n1  L t1   3/3      propose a=3
       0.0810 n1  L t1   3/4      flush                                                => log 3 +4@1 · to n2 n3: append t1 3@1 +4@1 commit 3
       0.0820 n2  F t1   3/4      n1 says append t1 3@1 +4@1 commit 3                  => log 3 +4@1 · to n1: have 4 t1
       0.0820 n3  F t1   3/4      n1 says append t1 3@1 +4@1 commit 3                  => log 3 +4@1 · to n1: have 4 t1
       0.0830 n1  L t1   4/4      n2 says have 4 t1                                    => commits 4 · to n2 n3: append t1 4@1 commit 4
       0.0840 n2  F t1   4/4      n1 says append t1 4@1 commit 4                       => commits 4 · to n1: have 4 t1
       0.0840 n3  F t1   4/4      n1 says append t1 4@1 commit 4                       => commits 4 · to n1: have 4 t1
nothing arrives from n2 at n1
n1 is told a=4
       0.1200 n1  L t1   4/4      propose a=4
       0.1210 n1  L t1   4/5      flush                                                => log 4 +5@1 · to n2 n3: append t1 4@1 +5@1 commit 4
       0.1220 n2  F t1   4/5      n1 says append t1 4@1 +5@1 commit 4                  => log 4 +5@1 · to n1: have 5 t1
       0.1220 n3  F t1   4/5      n1 says append t1 4@1 +5@1 commit 4                  => log 4 +5@1 · to n1: have 5 t1
       0.1230 n1  L t1   5/5      n3 says have 5 t1                                    => commits 5 · to n2 n3: append t1 5@1 commit 5
       0.1240 n2  F t1   5/5      n1 says append t1 5@1 commit 5                       => commits 5 · to n1: have 5 t1
       0.1240 n3  F t1   5/5      n1 says append t1 5@1 commit 5                       => commits 5 · to n1: have 5 t1
       0.1270 n1  L t1   5/6      heartbeat                                            => log 5 +6@1 voters(n1 n2 n3) · to n2 n3: append t1 5@1 +6@1 commit 5 · to n2 n3: append t1 6@1 commit 5
       0.1280 n2  F t1   5/6      n1 says append t1 5@1 +6@1 commit 5                  => log 5 +6@1 voters(n1 n2 n3) · to n1: have 6 t1
       0.1280 n3  F t1   5/6      n1 says append t1 5@1 +6@1 commit 5                  => log 5 +6@1 voters(n1 n2 n3) · to n1: have 6 t1
       0.1290 n1  L t1   6/6      n3 says have 6 t1                                    => commits 6 · to n2 n3: append t1 6@1 commit 6
       0.1300 n2  F t1   6/6      n1 says append t1 6@1 commit 6                       => commits 6 · to n1: have 6 t1
       0.1300 n3  F t1   6/6      n1 says append t1 6@1 commit 6                       => commits 6 · to n1: have 6 t1
n1 is told a=5
       0.1400 n1  L t1   6/6      propose a=5
       0.1410 n1  L t1   6/7      flush                                                => log 6 +7@1 · to n2 n3: append t1 6@1 +7@1 commit 6
       0.1420 n2  F t1   6/7      n1 says append t1 6@1 +7@1 commit 6                  => log 6 +7@1 · to n1: have 7 t1
       0.1420 n3  F t1   6/7      n1 says append t1 6@1 +7@1 commit 6                  => log 6 +7@1 · to n1: have 7 t1
       0.1430 n1  L t1   7/7      n3 says have 7 t1                                    => commits 7 · to n2 n3: append t1 7@1 commit 7
       0.1440 n2  F t1   7/7      n1 says append t1 7@1 commit 7                       => commits 7 · to n1: have 7 t1
       0.1440 n3  F t1   7/7      n1 says append t1 7@1 commit 7                       => commits 7 · to n1: have 7 t1
300 ms pass
then the log of n2 is 1 1 1 1 1 1 1
the network heals
200 ms pass
then n2 holds a=5
