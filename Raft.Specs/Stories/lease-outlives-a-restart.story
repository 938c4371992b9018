# n1 leads with lease reads, on the word of n2 alone: n3 does not hear it. n2 is killed and starts again at once. It has
# forgotten whom it heard, and the lease that it had a part in still runs: it gives no vote until that is over by the clock.

a cluster of 3, with lease reads
600 ms pass
       0.5073 n1  c t0   0/0      election time-out                                    => canvasses · to n2 n3: would you vote t1 log 0@0
       0.5083 n2  F t0   0/0      n1 says would you vote t1 log 0@0                    => to n1: yes, would t1 (in t0)
       0.5083 n3  F t0   0/0      n1 says would you vote t1 log 0@0                    => to n1: yes, would t1 (in t0)
       0.5103 n1  C t1   0/0      n2 says yes, would t1 (in t0)                        => term 1 · votes n1 · becomes candidate · to n2 n3: vote t1 log 0@0
       0.5103 n1  C t1   0/0      n3 says yes, would t1 (in t0)
       0.5123 n2  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.5123 n3  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.5143 n1  L t1   0/1      n2 says yes t1                                       => log 0 +1@1 · becomes leader · to n2 n3: append t1 0@0 +1@1 commit 0
       0.5143 n1  L t1   0/1      n3 says yes t1
       0.5153 n2  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.5153 n3  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.5163 n1  L t1   1/1      n2 says have 1 t1                                    => commits 1 · to n2: append t1 1@1 commit 1
       0.5173 n2  F t1   1/1      n1 says append t1 1@1 commit 1                       => commits 1 · to n1: have 1 t1
       0.6143 n1  L t1   1/2      heartbeat                                            => log 1 +2@1 voters(n1 n2 n3) · to n2 n3: append t1 1@1 +2@1 commit 1 · to n2 n3: append t1 2@1 commit 1
       0.6153 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 voters(n1 n2 n3) · to n1: have 2 t1
       0.6153 n3  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 voters(n1 n2 n3) · commits 1 · to n1: have 2 t1
       0.6163 n1  L t1   2/2      n2 says have 2 t1                                    => commits 2 · to n2 n3: append t1 2@1 commit 2
       0.6173 n2  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
       0.6173 n3  F t1   2/2      n1 says append t1 2@1 commit 2                       => commits 2 · to n1: have 2 t1
n1 loses patience
200 ms pass
nothing arrives from n1 at n3
480 ms pass
nothing arrives from n1 at n2
n2 crashes
n2 starts again
n3 loses patience
       1.4600 n3  c t1   2/2      election time-out                                    => canvasses · to n1 n2: would you vote t2 log 2@1
       1.4610 n1  L t1   2/2      n3 says would you vote t2 log 2@1                    => to n3: no, would t2 (in t1)
       1.4610 n2  F t1   0/2      n3 says would you vote t2 log 2@1                    => to n3: no, would t2 (in t1)
       1.4620 n3  c t1   2/2      n2 says no, would t2 (in t1)
n1 is asked for a, by lease
       1.4800 n1  L t1   2/2      read Lease                                           => answers a read at 2
then the answer is 0
then n1 leads term 1
then n3 does not lead
