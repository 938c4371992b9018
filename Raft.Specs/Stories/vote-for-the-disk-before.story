# n2 leads for a moment, on the vote of n3, and its disk is lost. n1 was stopped all the while and only now reads what n2
# asked it before that. Its vote must not elect the n2 that has forgotten everything: it is for the disk that asked.

a cluster of 3, without pre-vote
n1 loses patience
       0.0210 n1  C t1   0/0      election time-out                                    => term 1 · votes n1 · becomes candidate · to n2 n3: vote t1 log 0@0
       0.0230 n2  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0230 n3  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0250 n1  L t1   0/1      n2 says yes t1                                       => log 0 +1@1 · becomes leader · to n2 n3: append t1 0@0 +1@1 commit 0
       0.0250 n1  L t1   0/1      n3 says yes t1
       0.0260 n2  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0260 n3  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0270 n1  L t1   1/1      n2 says have 1 t1                                    => commits 1 · to n2: append t1 1@1 commit 1
       0.0280 n2  F t1   1/1      n1 says append t1 1@1 commit 1                       => commits 1 · to n1: have 1 t1
then n1 leads term 1
n1 is told a=1
       0.0400 n1  L t1   1/1      propose a=1
       0.0410 n1  L t1   1/2      flush                                                => log 1 +2@1 · to n2 n3: append t1 1@1 +2@1 commit 1
       0.0420 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · to n1: have 2 t1
       0.0420 n3  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · commits 1 · to n1: have 2 t1
       0.0430 n1  L t1   2/2      n2 says have 2 t1                                    => commits 2 · to n2 n3: append t1 2@1 commit 2
       0.0440 n2  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
       0.0440 n3  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
400 ms pass
       0.1250 n1  L t1   2/3      heartbeat                                            => log 2 +3@1 voters(n1 n2 n3) · to n2 n3: append t1 2@1 +3@1 commit 2 · to n2 n3: append t1 3@1 commit 2
       0.1260 n2  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 voters(n1 n2 n3) · to n1: have 3 t1
       0.1260 n3  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 voters(n1 n2 n3) · to n1: have 3 t1
       0.1270 n1  L t1   3/3      n2 says have 3 t1                                    => commits 3 · to n2 n3: append t1 3@1 commit 3
       0.1280 n2  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
       0.1280 n3  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
n1 is stopped
500 ms pass
       0.9601 n2  C t2   3/3      election time-out                                    => term 2 · votes n2 · becomes candidate · to n1 n3: vote t2 log 3@1
       0.9621 n3  F t2   3/3      n2 says vote t2 log 3@1                              => term 2 · votes n2 · becomes follower · to n2: yes t2
       0.9641 n2  L t2   3/4      n3 says yes t2                                       => log 3 +4@2 · becomes leader · to n1 n3: append t2 3@1 +4@2 commit 3
       0.9651 n3  F t2   3/4      n2 says append t2 3@1 +4@2 commit 3                  => log 3 +4@2 · to n2: have 4 t2
       0.9661 n2  L t2   4/4      n3 says have 4 t2                                    => commits 4 · to n3: append t2 4@2 commit 4
       0.9671 n3  F t2   4/4      n2 says append t2 4@2 commit 4                       => commits 4 · to n2: have 4 t2
n2 loses patience
then n2 leads term 2
n2 is told a=2
       1.0400 n2  L t2   4/4      propose a=2
       1.0410 n2  L t2   4/5      flush                                                => log 4 +5@2 · to n3: append t2 4@2 +5@2 commit 4
       1.0420 n3  F t2   4/5      n2 says append t2 4@2 +5@2 commit 4                  => log 4 +5@2 · to n2: have 5 t2
       1.0430 n2  L t2   5/5      n3 says have 5 t2                                    => commits 5 · to n3: append t2 5@2 commit 5
       1.0440 n3  F t2   5/5      n2 says append t2 5@2 commit 5                       => commits 5 · to n2: have 5 t2
n2 crashes
the disk of n2 is lost
n2 starts again
n2 loses patience
       1.1210 n2  C t1   0/0      election time-out                                    => term 1 · votes n2 · becomes candidate · to n1 n3: vote t1 log 0@0
       1.1220 n3  F t2   5/5      n2 says vote t1 log 0@0                              => does not believe n2: another disk
n2 loses patience
       1.1410 n2  C t2   0/0      election time-out                                    => term 2 · votes n2 · becomes candidate · to n1 n3: vote t2 log 0@0
       1.1420 n3  F t2   5/5      n2 says vote t2 log 0@0                              => does not believe n2: another disk
n1 goes on
       1.1610 n2  C t2   0/0      n1 says append t1 3@1 commit 3                       => to n1: refuse 3 t2 try 0@0
       1.1610 n3  F t2   5/5      n1 says append t1 3@1 commit 3                       => to n1: refuse 3 t2 try 0@0
       1.1610 n1  F t2   3/3      n2 says vote t2 log 3@1                              => term 2 · votes n2 · becomes follower · to n2: yes t2
       1.1620 n2  C t2   0/0      n1 says yes t2
       1.1620 n1  F t2   3/4      n2 says append t2 3@1 +4@2 commit 3                  => log 3 +4@2 · to n2: have 4 t2
       1.1620 n1  F t2   3/4      n2 says vote t1 log 0@0                              => does not believe n2: another disk
       1.1620 n1  F t2   3/4      n2 says vote t2 log 0@0                              => does not believe n2: another disk
       1.1620 n1  F t2   3/4      n2 says refuse 3 t2 try 0@0                          => does not believe n2: another disk
       1.1620 n1  F t2   3/4      n3 says refuse 3 t2 try 0@0
then n2 is in term 2
then n2 does not lead
