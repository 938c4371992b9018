# A follower answers a linearizable read once the leader has told it how far to apply, and it has applied so far (§6.4 of the
# thesis). If the leader does not answer, the read is answered all the same: by a refusal.

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
n1 is told a=7
       0.0400 n1  L t1   1/1      propose a=7
       0.0410 n1  L t1   1/2      flush                                                => log 1 +2@1 · to n2 n3: append t1 1@1 +2@1 commit 1
       0.0420 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · to n1: have 2 t1
       0.0420 n3  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · commits 1 · to n1: have 2 t1
       0.0430 n1  L t1   2/2      n2 says have 2 t1                                    => commits 2 · to n2 n3: append t1 2@1 commit 2
       0.0440 n2  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
       0.0440 n3  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
n2 is asked for a
       0.0600 n2  F t1   2/2      read Linearizable                                    => to n1: how far to read t1
       0.0610 n1  L t1   2/2      n2 says how far to read t1                           => to n2 n3: append t1 2@1 commit 2
       0.0630 n1  L t1   2/2      n2 says have 2 t1                                    => to n2: read at 2 t1
       0.0640 n2  F t1   2/2      n1 says read at 2 t1                                 => answers a read at 2
then the answer is 7
n2 is cut off
n2 is asked for a
       0.1000 n2  F t1   2/2      read Linearizable                                    => to n1: how far to read t1
then the answer is outstanding
n2 is asked for a, however stale
       0.1200 n2  F t1   2/2      read Stale                                           => answers a read at 2
       0.1270 n1  L t1   2/3      heartbeat                                            => log 2 +3@1 voters(n1 n2 n3) · to n2 n3: append t1 2@1 +3@1 commit 2 · to n2 n3: append t1 3@1 commit 2
       0.1280 n3  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 voters(n1 n2 n3) · to n1: have 3 t1
       0.1290 n1  L t1   3/3      n3 says have 3 t1                                    => commits 3 · to n2 n3: append t1 3@1 commit 3
       0.1300 n3  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
then the answer is 7
1200 ms pass
       0.8256 n2  c t1   2/2      election time-out                                    => canvasses · answers Unavailable · to n1 n3: would you vote t2 log 2@1
then the answer is 7
