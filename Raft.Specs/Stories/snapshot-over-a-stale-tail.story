# n1 leads, is cut off, and goes on taking commands and even a change of members that nobody else will ever see. The others
# go on without it and forget their old entries. The image that n1 is sent ends in the middle of what it wrote alone: not an
# entry of that may stay, least of all the members (openraft#1808, scylladb#9551).

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
400 ms pass
       0.1270 n1  L t1   2/3      heartbeat                                            => log 2 +3@1 voters(n1 n2 n3) · to n2 n3: append t1 2@1 +3@1 commit 2 · to n2 n3: append t1 3@1 commit 2
       0.1280 n2  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 voters(n1 n2 n3) · to n1: have 3 t1
       0.1280 n3  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 voters(n1 n2 n3) · to n1: have 3 t1
       0.1290 n1  L t1   3/3      n2 says have 3 t1                                    => commits 3 · to n2 n3: append t1 3@1 commit 3
       0.1300 n2  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
       0.1300 n3  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
n1 is cut off
n1 is told b=1
       0.5000 n1  L t1   3/3      propose b=1
       0.5010 n1  L t1   3/4      flush                                                => log 3 +4@1 · to n2 n3: append t1 3@1 +4@1 commit 3
n1 is to make n1 n2 the voters
       0.5210 n1  L t1   3/5      change members: voters(n1 n2)                        => log 4 +5@1 voters(n1 n2 n3) target(n1 n2) · to n2 n3: append t1 4@1 +5@1 commit 3
then the log of n1 is 1 1 1 1 1
1500 ms pass
       0.9611 n2  c t1   3/3      election time-out                                    => canvasses · to n1 n3: would you vote t2 log 3@1
       0.9621 n3  F t1   3/3      n2 says would you vote t2 log 3@1                    => to n2: yes, would t2 (in t1)
       0.9641 n2  C t2   3/3      n3 says yes, would t2 (in t1)                        => term 2 · votes n2 · becomes candidate · to n1 n3: vote t2 log 3@1
       0.9661 n3  F t2   3/3      n2 says vote t2 log 3@1                              => term 2 · votes n2 · becomes follower · to n2: yes t2
       0.9681 n2  L t2   3/4      n3 says yes t2                                       => log 3 +4@2 · becomes leader · to n1 n3: append t2 3@1 +4@2 commit 3
       0.9691 n3  F t2   3/4      n2 says append t2 3@1 +4@2 commit 3                  => log 3 +4@2 · to n2: have 4 t2
       0.9701 n2  L t2   4/4      n3 says have 4 t2                                    => commits 4 · to n3: append t2 4@2 commit 4
       0.9711 n3  F t2   4/4      n2 says append t2 4@2 commit 4                       => commits 4 · to n2: have 4 t2
       1.5260 n1  F t1   3/5      heartbeat                                            => becomes follower · answers Unknown · answers Unknown
then n1 does not lead
n2 takes a snapshot, and keeps 0
       2.0620 n2  L t2   4/4      snapshot of 4 is durable
       2.0671 n2  L t2   4/4      heartbeat                                            => to n1: snapshot 4 from byte 0 · to n1: append t2 0@0 commit 4 · to n3: append t2 4@2 commit 4
n3 takes a snapshot, and keeps 0
       2.0820 n3  F t2   4/4      snapshot of 4 is durable
100 ms pass
the network heals
       2.2310 n1  c t1   3/5      election time-out                                    => canvasses · to n2 n3: would you vote t2 log 5@1
       2.2320 n2  L t2   4/4      n1 says would you vote t2 log 5@1                    => to n1: no, would t2
       2.2320 n3  F t2   4/4      n1 says would you vote t2 log 5@1                    => to n1: no, would t2
       2.2340 n1  F t2   3/5      n2 says no, would t2                                 => term 2 · becomes follower
       2.2340 n1  F t2   3/5      n3 says no, would t2
400 ms pass
       2.5671 n2  L t2   4/4      heartbeat                                            => to n1: snapshot 4 from byte 0 · to n1: append t2 0@0 commit 4 · to n3: append t2 4@2 commit 4
       2.5681 n1  F t2   3/5      n2 says snapshot t2 4@2 byte 0 +445
       2.5691 n1  F t2   4/4      image of 4 is durable                                => to n2: snapshot 4 installed t2
       2.5701 n2  L t2   4/4      n1 says snapshot 4 installed t2
the leader is told c=1
       2.6600 n2  L t2   4/4      propose c=1
       2.6610 n2  L t2   4/5      flush                                                => log 4 +5@2 · to n1 n3: append t2 4@2 +5@2 commit 4
       2.6620 n1  F t2   4/5      n2 says append t2 4@2 +5@2 commit 4                  => log 4 +5@2 · to n2: have 5 t2
       2.6620 n3  F t2   4/5      n2 says append t2 4@2 +5@2 commit 4                  => log 4 +5@2 · to n2: have 5 t2
       2.6630 n2  L t2   5/5      n1 says have 5 t2                                    => commits 5 · to n1 n3: append t2 5@2 commit 5
       2.6640 n1  F t2   5/5      n2 says append t2 5@2 commit 5                       => commits 5 · to n2: have 5 t2
       2.6640 n3  F t2   5/5      n2 says append t2 5@2 commit 5                       => commits 5 · to n2: have 5 t2
300 ms pass
then n1 holds a=1
then n1 holds c=1
then n3 holds c=1
