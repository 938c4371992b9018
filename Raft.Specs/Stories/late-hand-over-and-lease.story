# n1 hands over to n2, and the word is late. It gives the hand-over up and leads on; but it cannot take the word back, and
# whoever was told to stand gets votes in spite of every lease. So n1 reads by its lease no more in this term.

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
what n1 says to n2 is held back
n1 hands over to n2
       0.9000 n1  L t1   2/2      hand over to n2                                      => to n2: stand now t1
1200 ms pass
       1.6104 n2  c t1   2/2      election time-out                                    => canvasses · to n1 n3: would you vote t2 log 2@1
       1.6114 n1  L t1   2/2      n2 says would you vote t2 log 2@1                    => to n2: no, would t2 (in t1)
       1.6114 n3  F t1   2/2      n2 says would you vote t2 log 2@1                    => to n2: no, would t2 (in t1)
       1.6124 n2  c t1   2/2      n3 says no, would t2 (in t1)
       1.9400 n1  L t1   2/2      heartbeat                                            => answers NotCommitted · to n2 n3: append t1 2@1 commit 2
nothing more is held back
       2.1410 n2  F t1   2/2      n1 says append t1 2@1 commit 2                       => becomes follower · to n1: have 2 t1
then n1 leads term 1
n1 is cut off
what was held back arrives
       2.1810 n2  C t2   2/2      n1 says stand now t1                                 => term 2 · votes n2 · becomes candidate · to n1 n3: vote t2 log 2@1 (handed over)
       2.1810 n2  C t2   2/2      n1 says append t1 2@1 commit 2                       => to n1: refuse 2 t2 try 0@0
       2.1810 n2  C t2   2/2      n1 says append t1 2@1 commit 2                       => to n1: refuse 2 t2 try 0@0
       2.1810 n2  C t2   2/2      n1 says append t1 2@1 commit 2                       => to n1: refuse 2 t2 try 0@0
       2.1810 n2  C t2   2/2      n1 says append t1 2@1 commit 2                       => to n1: refuse 2 t2 try 0@0
       2.1810 n2  C t2   2/2      n1 says append t1 2@1 commit 2                       => to n1: refuse 2 t2 try 0@0
       2.1810 n2  C t2   2/2      n1 says append t1 2@1 commit 2                       => to n1: refuse 2 t2 try 0@0
       2.1810 n2  C t2   2/2      n1 says append t1 2@1 commit 2                       => to n1: refuse 2 t2 try 0@0
       2.1810 n2  C t2   2/2      n1 says no, would t2 (in t1)
       2.1810 n2  C t2   2/2      n1 says append t1 2@1 commit 2                       => to n1: refuse 2 t2 try 0@0
       2.1810 n2  C t2   2/2      n1 says append t1 2@1 commit 2                       => to n1: refuse 2 t2 try 0@0
       2.1810 n2  C t2   2/2      n1 says append t1 2@1 commit 2                       => to n1: refuse 2 t2 try 0@0
       2.1810 n2  C t2   2/2      n1 says append t1 2@1 commit 2                       => to n1: refuse 2 t2 try 0@0
       2.1810 n2  C t2   2/2      n1 says append t1 2@1 commit 2                       => to n1: refuse 2 t2 try 0@0
       2.1830 n3  F t2   2/2      n2 says vote t2 log 2@1 (handed over)                => term 2 · votes n2 · becomes follower · to n2: yes t2
       2.1850 n2  L t2   2/3      n3 says yes t2                                       => log 2 +3@2 · becomes leader · to n1 n3: append t2 2@1 +3@2 commit 2
       2.1860 n3  F t2   2/3      n2 says append t2 2@1 +3@2 commit 2                  => log 2 +3@2 · to n2: have 3 t2
       2.1870 n2  L t2   3/3      n3 says have 3 t2                                    => commits 3 · to n3: append t2 3@2 commit 3
       2.1880 n3  F t2   3/3      n2 says append t2 3@2 commit 3                       => commits 3 · to n2: have 3 t2
then n2 leads term 2
n1 is asked for a, by lease
       2.2000 n1  L t1   2/2      read Lease                                           => to n2 n3: append t1 2@1 commit 2
then the answer is outstanding
