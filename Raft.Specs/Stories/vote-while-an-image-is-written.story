# n1 and n5 stood in the same term, and n1 won without n3, which was down. Now n3 gets an image from n1 and writes it slowly;
# n1 falls silent, and the question of n5 arrives late. n3 has not voted in that term: it may. What the image says about votes
# is older than this one, and must not undo it when it is on the disk at last.

a cluster of 5, without pre-vote
n3 crashes
what n5 says to n3 is held back
nothing arrives from n1 at n5
n1 loses patience
       0.0810 n1  C t1   0/0      election time-out                                    => term 1 · votes n1 · becomes candidate · to n2 n3 n4 n5: vote t1 log 0@0
       0.0830 n2  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0830 n4  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0840 n1  C t1   0/0      n2 says yes t1
       0.0850 n1  L t1   0/1      n4 says yes t1                                       => log 0 +1@1 · becomes leader · to n2 n3 n4 n5: append t1 0@0 +1@1 commit 0
       0.0860 n2  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0860 n4  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0870 n1  L t1   1/1      n4 says have 1 t1                                    => commits 1 · to n2 n4: append t1 1@1 commit 1
       0.0880 n2  F t1   1/1      n1 says append t1 1@1 commit 1                       => commits 1 · to n1: have 1 t1
       0.0880 n4  F t1   1/1      n1 says append t1 1@1 commit 1                       => commits 1 · to n1: have 1 t1
n5 loses patience
       0.1010 n5  C t1   0/0      election time-out                                    => term 1 · votes n5 · becomes candidate · to n1 n2 n3 n4: vote t1 log 0@0
       0.1020 n1  L t1   1/1      n5 says vote t1 log 0@0                              => to n5: no t1
       0.1020 n2  F t1   1/1      n5 says vote t1 log 0@0                              => to n5: no t1
       0.1020 n4  F t1   1/1      n5 says vote t1 log 0@0                              => to n5: no t1
       0.1030 n5  C t1   0/0      n2 says no t1
       0.1030 n5  C t1   0/0      n4 says no t1
nothing more is held back
n5 crashes
then n1 leads term 1
n1 is told a=1
       0.1600 n1  L t1   1/1      propose a=1
       0.1610 n1  L t1   1/2      flush                                                => log 1 +2@1 · to n2 n4: append t1 1@1 +2@1 commit 1
       0.1620 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · to n1: have 2 t1
       0.1620 n4  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · to n1: have 2 t1
       0.1630 n1  L t1   2/2      n4 says have 2 t1                                    => commits 2 · to n2 n4: append t1 2@1 commit 2
       0.1640 n2  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
       0.1640 n4  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
n1 takes a snapshot, and keeps 0
       0.1820 n1  L t1   2/2      snapshot of 2 is durable
       0.1840 n1  L t1   2/2      heartbeat                                            => to n3: snapshot 2 from byte 0 · to n5: snapshot 2 from byte 0 · to n2 n4: append t1 2@1 commit 2 · to n3 n5: append t1 0@0 commit 2
the disk of n3 takes 1000 ms
n3 starts again
1150 ms pass
       0.6840 n1  L t1   2/2      heartbeat                                            => to n3: snapshot 2 from byte 0 · to n5: snapshot 2 from byte 0 · to n2 n4: append t1 2@1 commit 2 · to n3 n5: append t1 0@0 commit 2
       1.0850 n1  L t1   2/3      heartbeat                                            => log 2 +3@1 voters(n1 n2 n3 n4 n5) · to n2 n4: append t1 2@1 +3@1 commit 2 · to n2 n4: append t1 3@1 commit 2 · to n3 n5: append t1 0@0 commit 2
       1.0860 n2  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 voters(n1 n2 n3 n4 n5) · to n1: have 3 t1
       1.0860 n4  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 voters(n1 n2 n3 n4 n5) · to n1: have 3 t1
       1.0870 n1  L t1   3/3      n4 says have 3 t1                                    => commits 3 · to n2 n4: append t1 3@1 commit 3
       1.0880 n2  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
       1.0880 n4  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
       1.1840 n1  L t1   3/3      heartbeat                                            => to n3: snapshot 2 from byte 0 · to n5: snapshot 2 from byte 0 · to n2 n4: append t1 3@1 commit 3 · to n3 n5: append t1 0@0 commit 3
       1.2850 n3  F t1   0/0      n1 says append t1 0@0 commit 2                       => term 1 · becomes follower · to n1: have 0 t1
       1.2850 n3  F t1   0/0      n1 says snapshot t1 2@1 byte 0 +445
       1.2850 n3  F t1   0/0      n1 says snapshot t1 2@1 byte 0 +445
       1.3850 n1  L t1   3/4      heartbeat                                            => log 3 +4@1 voters(n1 n2 n3 n4 n5) · to n2 n4: append t1 3@1 +4@1 commit 3 · to n2 n4: append t1 4@1 commit 3 · to n3 n5: append t1 0@0 commit 3
       1.3860 n2  F t1   3/4      n1 says append t1 3@1 +4@1 commit 3                  => log 3 +4@1 voters(n1 n2 n3 n4 n5) · to n1: have 4 t1
       1.3860 n4  F t1   3/4      n1 says append t1 3@1 +4@1 commit 3                  => log 3 +4@1 voters(n1 n2 n3 n4 n5) · to n1: have 4 t1
       1.3870 n1  L t1   4/4      n4 says have 4 t1                                    => commits 4 · to n2 n4: append t1 4@1 commit 4
       1.3880 n2  F t1   4/4      n1 says append t1 4@1 commit 4                       => commits 4 · to n1: have 4 t1
       1.3880 n4  F t1   4/4      n1 says append t1 4@1 commit 4                       => commits 4 · to n1: have 4 t1
n1 is stopped
n2 is stopped
n4 is stopped
700 ms pass
what was held back arrives
1050 ms pass
       3.1900 n3  F t1   0/0      n5 says vote t1 log 0@0                              => votes n5 · to n5: yes t1
       3.1900 n3  F t1   2/2      image of 2 is durable
then n3 holds a=1
