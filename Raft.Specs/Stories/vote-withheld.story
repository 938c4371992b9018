# A node that hears its leader withholds its vote, and keeps its term: whoever lost sight of the leader disturbs nobody
# (§4.2.3 of the thesis). With pre-vote the other does not even raise its own term.

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
then n1 leads term 1
nothing arrives from n1 at n3
n3 loses patience
       0.0600 n3  c t1   0/1      election time-out                                    => canvasses · to n1 n2: would you vote t2 log 1@1
       0.0610 n1  L t1   1/1      n3 says would you vote t2 log 1@1                    => to n3: no, would t2 (in t1)
       0.0610 n2  F t1   1/1      n3 says would you vote t2 log 1@1                    => to n3: no, would t2 (in t1)
       0.0620 n3  c t1   0/1      n2 says no, would t2 (in t1)
then n1 leads term 1
then n3 is in term 1
the network heals
n3 loses patience
       0.1000 n3  c t1   0/1      election time-out                                    => canvasses · to n1 n2: would you vote t2 log 1@1
       0.1010 n1  L t1   1/1      n3 says would you vote t2 log 1@1                    => to n3: no, would t2 (in t1)
       0.1010 n2  F t1   1/1      n3 says would you vote t2 log 1@1                    => to n3: no, would t2 (in t1)
       0.1020 n3  c t1   0/1      n1 says no, would t2 (in t1)
       0.1020 n3  F t1   0/1      n2 says no, would t2 (in t1)                         => becomes follower
then n1 leads term 1
