# A node comes back under its old name with an empty disk. It has forgotten its votes and what it acknowledged, so its votes
# are not believed, and it cannot help to elect a leader that lacks what was committed (dragonboat#256).

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
300 ms pass
       0.1270 n1  L t1   1/2      heartbeat                                            => log 1 +2@1 voters(n1 n2 n3) · to n2 n3: append t1 1@1 +2@1 commit 1 · to n2 n3: append t1 2@1 commit 1
       0.1280 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 voters(n1 n2 n3) · to n1: have 2 t1
       0.1280 n3  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 voters(n1 n2 n3) · commits 1 · to n1: have 2 t1
       0.1290 n1  L t1   2/2      n2 says have 2 t1                                    => commits 2 · to n2 n3: append t1 2@1 commit 2
       0.1300 n2  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
       0.1300 n3  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
n1 is told a=1
       0.3600 n1  L t1   2/2      propose a=1
       0.3610 n1  L t1   2/3      flush                                                => log 2 +3@1 · to n2 n3: append t1 2@1 +3@1 commit 2
       0.3620 n2  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 · to n1: have 3 t1
       0.3620 n3  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 · to n1: have 3 t1
       0.3630 n1  L t1   3/3      n2 says have 3 t1                                    => commits 3 · to n2 n3: append t1 3@1 commit 3
       0.3640 n2  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
       0.3640 n3  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
n3 crashes
the disk of n3 is lost
n3 starts again
       0.4280 n3  F t1   0/0      n1 says append t1 3@1 commit 3                       => term 1 · becomes follower · to n1: refuse 3 t1 try 1@0
       0.4290 n1  L t1   3/3      n3 says refuse 3 t1 try 1@0                          => does not believe n3: another disk
n3 loses patience
       0.4400 n3  c t1   0/0      election time-out                                    => canvasses · to n1 n2: would you vote t2 log 0@0
       0.4410 n1  L t1   3/3      n3 says would you vote t2 log 0@0                    => does not believe n3: another disk
       0.4410 n2  F t1   3/3      n3 says would you vote t2 log 0@0                    => does not believe n3: another disk
1000 ms pass
       0.5270 n3  F t1   0/0      n1 says append t1 3@1 commit 3                       => becomes follower · to n1: refuse 3 t1 try 1@0
       0.5280 n1  L t1   3/3      n3 says refuse 3 t1 try 1@0                          => does not believe n3: another disk
       0.6270 n3  F t1   0/0      n1 says append t1 3@1 commit 3                       => to n1: refuse 3 t1 try 1@0
       0.6280 n1  L t1   3/3      n3 says refuse 3 t1 try 1@0                          => does not believe n3: another disk
       0.7270 n3  F t1   0/0      n1 says append t1 3@1 commit 3                       => to n1: refuse 3 t1 try 1@0
       0.7280 n1  L t1   3/3      n3 says refuse 3 t1 try 1@0                          => does not believe n3: another disk
       0.8270 n3  F t1   0/0      n1 says append t1 3@1 commit 3                       => to n1: refuse 3 t1 try 1@0
       0.8280 n1  L t1   3/3      n3 says refuse 3 t1 try 1@0                          => does not believe n3: another disk
       0.9270 n3  F t1   0/0      n1 says append t1 3@1 commit 3                       => to n1: refuse 3 t1 try 1@0
       0.9280 n1  L t1   3/3      n3 says refuse 3 t1 try 1@0                          => does not believe n3: another disk
       1.0270 n3  F t1   0/0      n1 says append t1 3@1 commit 3                       => to n1: refuse 3 t1 try 1@0
       1.0280 n1  L t1   3/3      n3 says refuse 3 t1 try 1@0                          => does not believe n3: another disk
       1.1270 n3  F t1   0/0      n1 says append t1 3@1 commit 3                       => to n1: refuse 3 t1 try 1@0
       1.1280 n1  L t1   3/3      n3 says refuse 3 t1 try 1@0                          => does not believe n3: another disk
       1.2270 n3  F t1   0/0      n1 says append t1 3@1 commit 3                       => to n1: refuse 3 t1 try 1@0
       1.2280 n1  L t1   3/3      n3 says refuse 3 t1 try 1@0                          => does not believe n3: another disk
       1.3270 n3  F t1   0/0      n1 says append t1 3@1 commit 3                       => to n1: refuse 3 t1 try 1@0
       1.3280 n1  L t1   3/3      n3 says refuse 3 t1 try 1@0                          => does not believe n3: another disk
       1.4270 n3  F t1   0/0      n1 says append t1 3@1 commit 3                       => to n1: refuse 3 t1 try 1@0
       1.4280 n1  L t1   3/3      n3 says refuse 3 t1 try 1@0                          => does not believe n3: another disk
then n1 leads term 1
n1 is told a=2
       1.4800 n1  L t1   3/3      propose a=2
       1.4810 n3  F t1   0/0      n1 says append t1 3@1 +4@1 commit 3                  => to n1: refuse 3 t1 try 1@0
       1.4810 n1  L t1   3/4      flush                                                => log 3 +4@1 · to n2 n3: append t1 3@1 +4@1 commit 3
       1.4820 n2  F t1   3/4      n1 says append t1 3@1 +4@1 commit 3                  => log 3 +4@1 · to n1: have 4 t1
       1.4820 n1  L t1   3/4      n3 says refuse 3 t1 try 1@0                          => does not believe n3: another disk
       1.4830 n1  L t1   4/4      n2 says have 4 t1                                    => commits 4 · to n2 n3: append t1 4@1 commit 4
       1.4840 n2  F t1   4/4      n1 says append t1 4@1 commit 4                       => commits 4 · to n1: have 4 t1
       1.4840 n3  F t1   0/0      n1 says append t1 4@1 commit 4                       => to n1: refuse 4 t1 try 1@0
       1.4850 n1  L t1   4/4      n3 says refuse 4 t1 try 1@0                          => does not believe n3: another disk
then the answer is Committed
