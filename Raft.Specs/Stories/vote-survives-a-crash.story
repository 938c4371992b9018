# A vote is on disk before it leaves. The voter dies and comes back, and another candidate of the same term asks: it
# remembers (akka-raft#62).

a cluster of 3, without pre-vote
nothing arrives from n2 at n1
n1 loses patience
       0.0410 n1  C t1   0/0      election time-out                                    => term 1 · votes n1 · becomes candidate · to n2 n3: vote t1 log 0@0
       0.0430 n2  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0430 n3  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0450 n1  L t1   0/1      n3 says yes t1                                       => log 0 +1@1 · becomes leader · to n2 n3: append t1 0@0 +1@1 commit 0
       0.0460 n2  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0460 n3  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0470 n1  L t1   1/1      n3 says have 1 t1                                    => commits 1 · to n3: append t1 1@1 commit 1
       0.0480 n3  F t1   1/1      n1 says append t1 1@1 commit 1                       => commits 1 · to n1: have 1 t1
then n1 leads term 1
n2 crashes
n2 starts again
then n2 is in term 1
nothing arrives from n1 at n3
nothing arrives from n1 at n2
n3 loses patience
       0.1410 n3  C t2   1/1      election time-out                                    => term 2 · votes n3 · becomes candidate · to n1 n2: vote t2 log 1@1
       0.1420 n1  L t1   1/1      n3 says vote t2 log 1@1                              => to n3: no t2 (in t1)
       0.1430 n2  F t2   0/1      n3 says vote t2 log 1@1                              => term 2 · votes n3 · becomes follower · to n3: yes t2
       0.1450 n3  L t2   1/2      n2 says yes t2                                       => log 1 +2@2 · becomes leader · to n1 n2: append t2 1@1 +2@2 commit 1
       0.1460 n1  F t2   1/2      n3 says append t2 1@1 +2@2 commit 1                  => term 2 · log 1 +2@2 · becomes follower · to n3: have 2 t2
       0.1460 n2  F t2   1/2      n3 says append t2 1@1 +2@2 commit 1                  => log 1 +2@2 · commits 1 · to n3: have 2 t2
       0.1470 n3  L t2   2/2      n2 says have 2 t2                                    => commits 2 · to n2: append t2 2@2 commit 2
       0.1480 n2  F t2   2/2      n3 says append t2 2@2 commit 2                       => commits 2 · to n3: have 2 t2
