# A follower was away while the leader compacted its log: what it lacks next is gone, so it is sent the snapshot, chunk by chunk,
# makes it durable, and goes on from there with the entries behind it (§7).

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
n3 crashes
n1 is told a=1
       0.0600 n1  L t1   1/1      propose a=1
       0.0610 n1  L t1   1/2      flush                                                => log 1 +2@1 · to n2 n3: append t1 1@1 +2@1 commit 1
       0.0620 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · to n1: have 2 t1
       0.0630 n1  L t1   2/2      n2 says have 2 t1                                    => commits 2 · to n2 n3: append t1 2@1 commit 2
       0.0640 n2  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
n1 is told b=2
       0.0800 n1  L t1   2/2      propose b=2
       0.0810 n1  L t1   2/3      flush                                                => log 2 +3@1 · to n2 n3: append t1 2@1 +3@1 commit 2
       0.0820 n2  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 · to n1: have 3 t1
       0.0830 n1  L t1   3/3      n2 says have 3 t1                                    => commits 3 · to n2 n3: append t1 3@1 commit 3
       0.0840 n2  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
n1 is told c=3
       0.1000 n1  L t1   3/3      propose c=3
       0.1010 n1  L t1   3/4      flush                                                => log 3 +4@1 · to n2 n3: append t1 3@1 +4@1 commit 3
       0.1020 n2  F t1   3/4      n1 says append t1 3@1 +4@1 commit 3                  => log 3 +4@1 · to n1: have 4 t1
       0.1030 n1  L t1   4/4      n2 says have 4 t1                                    => commits 4 · to n2 n3: append t1 4@1 commit 4
       0.1040 n2  F t1   4/4      n1 says append t1 4@1 commit 4                       => commits 4 · to n1: have 4 t1
n1 takes a snapshot, and keeps 0
       0.1220 n1  L t1   4/4      snapshot of 4 is durable
       0.1270 n1  L t1   4/5      heartbeat                                            => log 4 +5@1 voters(n1 n2 n3) · to n2 n3: append t1 4@1 +5@1 commit 4 · to n2 n3: append t1 5@1 commit 4
       0.1280 n2  F t1   4/5      n1 says append t1 4@1 +5@1 commit 4                  => log 4 +5@1 voters(n1 n2 n3) · to n1: have 5 t1
       0.1290 n1  L t1   5/5      n2 says have 5 t1                                    => commits 5 · to n2 n3: append t1 5@1 commit 5
       0.1300 n2  F t1   5/5      n1 says append t1 5@1 commit 5                       => commits 5 · to n1: have 5 t1
n1 is told d=4
       0.1400 n1  L t1   5/5      propose d=4
       0.1410 n1  L t1   5/6      flush                                                => log 5 +6@1 · to n2 n3: append t1 5@1 +6@1 commit 5
       0.1420 n2  F t1   5/6      n1 says append t1 5@1 +6@1 commit 5                  => log 5 +6@1 · to n1: have 6 t1
       0.1430 n1  L t1   6/6      n2 says have 6 t1                                    => commits 6 · to n2 n3: append t1 6@1 commit 6
       0.1440 n2  F t1   6/6      n1 says append t1 6@1 commit 6                       => commits 6 · to n1: have 6 t1
n3 starts again
200 ms pass
       0.2270 n3  F t1   0/1      n1 says append t1 6@1 commit 6                       => to n1: refuse 6 t1 try 2@0
       0.2280 n1  L t1   6/6      n3 says refuse 6 t1 try 2@0                          => to n3: snapshot 4 from byte 0
       0.2290 n3  F t1   0/1      n1 says snapshot t1 4@1 byte 0 +445
       0.2300 n3  F t1   4/4      image of 4 is durable                                => to n1: snapshot 4 installed t1
       0.2310 n1  L t1   6/6      n3 says snapshot 4 installed t1                      => to n3: append t1 4@1 +5..6@1 commit 6
       0.2330 n3  F t1   6/6      n1 says append t1 4@1 +5..6@1 commit 6               => log 4 +5..6@1 voters(n1 n2 n3) · commits 5..6 · to n1: have 6 t1
then n3 holds a=1
then n3 holds d=4
