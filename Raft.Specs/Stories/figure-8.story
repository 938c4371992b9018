# Figure 8 of the paper, (a) to (d); (e) is a story of its own. A leader brings an entry of an earlier term to a majority. It
# must not call that entry committed by counting, for one who lacks it can still win and replace it, and here it does
# (§5.4.2).

a cluster of 5, without pre-vote, one entry at a time
n1 loses patience
       0.0210 n1  C t1   0/0      election time-out                                    => term 1 · votes n1 · becomes candidate · to n2 n3 n4 n5: vote t1 log 0@0
       0.0230 n2  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0230 n3  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0230 n4  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0230 n5  F t1   0/0      n1 says vote t1 log 0@0                              => term 1 · votes n1 · becomes follower · to n1: yes t1
       0.0240 n1  C t1   0/0      n2 says yes t1
       0.0250 n1  L t1   0/1      n3 says yes t1                                       => log 0 +1@1 · becomes leader · to n2 n3 n4 n5: append t1 0@0 +1@1 commit 0
       0.0250 n1  L t1   0/1      n4 says yes t1
       0.0250 n1  L t1   0/1      n5 says yes t1
       0.0260 n2  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0260 n3  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0260 n4  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0260 n5  F t1   0/1      n1 says append t1 0@0 +1@1 commit 0                  => log 0 +1@1 · to n1: have 1 t1
       0.0270 n1  L t1   1/1      n3 says have 1 t1                                    => commits 1 · to n2 n3: append t1 1@1 commit 1
       0.0280 n2  F t1   1/1      n1 says append t1 1@1 commit 1                       => commits 1 · to n1: have 1 t1
       0.0280 n3  F t1   1/1      n1 says append t1 1@1 commit 1                       => commits 1 · to n1: have 1 t1
then n1 leads term 1

# (a) n1 leads, and its entry 2 reaches n2 alone.
a wall between n1 n2 and n3 n4 n5
n1 is told a=1
       0.0600 n1  L t1   1/1      propose a=1
       0.0610 n1  L t1   1/2      flush                                                => log 1 +2@1 · to n2 n3 n4 n5: append t1 1@1 +2@1 commit 1
       0.0620 n2  F t1   1/2      n1 says append t1 1@1 +2@1 commit 1                  => log 1 +2@1 · to n1: have 2 t1
then the log of n2 is 1 1

# (b) n1 is gone; n5 leads with the votes of n3 and n4, and writes another entry 2.
n1 crashes
n2 crashes
appends beyond 1 are lost
600 ms pass
       0.6124 n5  C t2   0/1      election time-out                                    => term 2 · votes n5 · becomes candidate · to n1 n2 n3 n4: vote t2 log 1@1
       0.6144 n3  F t2   1/1      n5 says vote t2 log 1@1                              => term 2 · votes n5 · becomes follower · to n5: yes t2
       0.6144 n4  F t2   0/1      n5 says vote t2 log 1@1                              => term 2 · votes n5 · becomes follower · to n5: yes t2
       0.6154 n5  C t2   0/1      n3 says yes t2
       0.6164 n5  L t2   0/2      n4 says yes t2                                       => log 1 +2@2 · becomes leader · to n1 n2 n3 n4: append t2 1@1 +2@2 commit 0
       0.7174 n5  L t2   0/2      n3 says have 1 t2                                    => to n3: append t2 1@1 +2@2 commit 0
       0.7174 n5  L t2   0/2      n4 says have 1 t2                                    => to n4: append t2 1@1 +2@2 commit 0
then n5 leads term 2

# (c) n5 is gone; n1 leads again and goes on with its old entry 2. A majority holds it, and it is not committed.
n5 crashes
500 ms pass
n1 starts again
n2 starts again
the network heals
appends beyond 2 are lost
n1 loses patience
       1.3810 n1  C t2   0/2      election time-out                                    => term 2 · votes n1 · becomes candidate · to n2 n3 n4 n5: vote t2 log 2@1
       1.3820 n3  F t2   1/1      n1 says vote t2 log 2@1                              => to n1: no t2
       1.3820 n4  F t2   0/1      n1 says vote t2 log 2@1                              => to n1: no t2
       1.3830 n2  F t2   0/2      n1 says vote t2 log 2@1                              => term 2 · votes n1 · becomes follower · to n1: yes t2
       1.3830 n1  C t2   0/2      n3 says no t2
       1.3830 n1  C t2   0/2      n4 says no t2
       1.3840 n1  C t2   0/2      n2 says yes t2
n1 loses patience
       1.4010 n1  C t3   0/2      election time-out                                    => term 3 · votes n1 · becomes candidate · to n2 n3 n4 n5: vote t3 log 2@1
       1.4030 n2  F t3   0/2      n1 says vote t3 log 2@1                              => term 3 · votes n1 · becomes follower · to n1: yes t3
       1.4030 n3  F t3   1/1      n1 says vote t3 log 2@1                              => term 3 · votes n1 · becomes follower · to n1: yes t3
       1.4030 n4  F t3   0/1      n1 says vote t3 log 2@1                              => term 3 · votes n1 · becomes follower · to n1: yes t3
       1.4040 n1  C t3   0/2      n2 says yes t3
       1.4050 n1  L t3   0/3      n3 says yes t3                                       => log 2 +3@3 · becomes leader · to n2 n3 n4 n5: append t3 2@1 +3@3 commit 0
       1.4050 n1  L t3   0/3      n4 says yes t3
then n1 leads term 3
then the log of n1 is 1 1 3
200 ms pass
       1.5050 n3  F t3   1/1      n1 says append t3 2@1 commit 0                       => to n1: refuse 2 t3 try 2@0
       1.5050 n4  F t3   0/1      n1 says append t3 2@1 commit 0                       => to n1: refuse 2 t3 try 2@0
       1.5060 n1  L t3   0/3      n2 says have 2 t3                                    => to n2: append t3 2@1 +3@3 commit 0
       1.5060 n1  L t3   0/3      n3 says refuse 2 t3 try 2@0                          => to n3: append t3 1@1 +2@1 commit 0
       1.5060 n1  L t3   0/3      n4 says refuse 2 t3 try 2@0                          => to n4: append t3 1@1 +2@1 commit 0
       1.5080 n3  F t3   1/2      n1 says append t3 1@1 +2@1 commit 0                  => log 1 +2@1 · to n1: have 2 t3
       1.5080 n4  F t3   0/2      n1 says append t3 1@1 +2@1 commit 0                  => log 1 +2@1 · to n1: have 2 t3
       1.5090 n1  L t3   0/3      n3 says have 2 t3                                    => to n3: append t3 2@1 +3@3 commit 0
       1.5090 n1  L t3   0/3      n4 says have 2 t3                                    => to n4: append t3 2@1 +3@3 commit 0
       1.6050 n2  F t3   0/2      n1 says append t3 3@3 commit 0                       => to n1: refuse 3 t3 try 3@0
       1.6050 n3  F t3   1/2      n1 says append t3 3@3 commit 0                       => to n1: refuse 3 t3 try 3@0
       1.6050 n4  F t3   0/2      n1 says append t3 3@3 commit 0                       => to n1: refuse 3 t3 try 3@0
       1.6060 n1  L t3   0/3      n2 says refuse 3 t3 try 3@0                          => to n2: append t3 2@1 +3@3 commit 0
       1.6060 n1  L t3   0/3      n3 says refuse 3 t3 try 3@0                          => to n3: append t3 2@1 +3@3 commit 0
       1.6060 n1  L t3   0/3      n4 says refuse 3 t3 try 3@0                          => to n4: append t3 2@1 +3@3 commit 0
then the log of n3 is 1 1
then the log of n4 is 1 1
then n1 has committed 0

# (d) n1 is gone again; n5 wins with the votes of those very nodes, and its entry 2 takes the place of the old one.
n1 crashes
n5 starts again
everything arrives again
n5 loses patience
       1.7010 n5  C t3   0/2      election time-out                                    => term 3 · votes n5 · becomes candidate · to n1 n2 n3 n4: vote t3 log 2@2
       1.7020 n2  F t3   0/2      n5 says vote t3 log 2@2                              => to n5: no t3
       1.7020 n3  F t3   1/2      n5 says vote t3 log 2@2                              => to n5: no t3
       1.7020 n4  F t3   0/2      n5 says vote t3 log 2@2                              => to n5: no t3
       1.7030 n5  C t3   0/2      n2 says no t3
       1.7030 n5  C t3   0/2      n3 says no t3
       1.7030 n5  C t3   0/2      n4 says no t3
n5 loses patience
       1.7210 n5  C t4   0/2      election time-out                                    => term 4 · votes n5 · becomes candidate · to n1 n2 n3 n4: vote t4 log 2@2
       1.7220 n2  F t3   0/2      n5 says vote t4 log 2@2                              => to n5: no t4 (in t3)
       1.7220 n3  F t3   1/2      n5 says vote t4 log 2@2                              => to n5: no t4 (in t3)
       1.7220 n4  F t3   0/2      n5 says vote t4 log 2@2                              => to n5: no t4 (in t3)
       1.7230 n5  C t4   0/2      n2 says no t4 (in t3)
       1.7230 n5  C t4   0/2      n3 says no t4 (in t3)
       1.7230 n5  C t4   0/2      n4 says no t4 (in t3)
connections to n1 break
       1.7410 n2  F t3   0/2      lost the connection to n1
       1.7410 n3  F t3   1/2      lost the connection to n1
       1.7410 n4  F t3   0/2      lost the connection to n1
       1.7410 n5  C t4   0/2      lost the connection to n1
n5 loses patience
       1.7610 n5  C t5   0/2      election time-out                                    => term 5 · votes n5 · becomes candidate · to n1 n2 n3 n4: vote t5 log 2@2
       1.7630 n2  F t5   0/2      n5 says vote t5 log 2@2                              => term 5 · votes n5 · becomes follower · to n5: yes t5
       1.7630 n3  F t5   1/2      n5 says vote t5 log 2@2                              => term 5 · votes n5 · becomes follower · to n5: yes t5
       1.7630 n4  F t5   0/2      n5 says vote t5 log 2@2                              => term 5 · votes n5 · becomes follower · to n5: yes t5
       1.7640 n5  C t5   0/2      n2 says yes t5
       1.7650 n2  F t5   0/2      n5 says append t5 2@2 +3@5 commit 0                  => to n5: refuse 2 t5 try 1@1
       1.7650 n3  F t5   1/2      n5 says append t5 2@2 +3@5 commit 0                  => to n5: refuse 2 t5 try 2@1
       1.7650 n4  F t5   0/2      n5 says append t5 2@2 +3@5 commit 0                  => to n5: refuse 2 t5 try 1@1
       1.7650 n5  L t5   0/3      n3 says yes t5                                       => log 2 +3@5 · becomes leader · to n1 n2 n3 n4: append t5 2@2 +3@5 commit 0
       1.7650 n5  L t5   0/3      n4 says yes t5
       1.7660 n5  L t5   0/3      n2 says refuse 2 t5 try 1@1                          => to n2: append t5 1@1 +2@2 commit 0
       1.7660 n5  L t5   0/3      n3 says refuse 2 t5 try 2@1                          => to n3: append t5 1@1 +2@2 commit 0
       1.7660 n5  L t5   0/3      n4 says refuse 2 t5 try 1@1                          => to n4: append t5 1@1 +2@2 commit 0
       1.7680 n2  F t5   0/2      n5 says append t5 1@1 +2@2 commit 0                  => log 1 +2@2 · to n5: have 2 t5
       1.7680 n3  F t5   1/2      n5 says append t5 1@1 +2@2 commit 0                  => log 1 +2@2 · to n5: have 2 t5
       1.7680 n4  F t5   0/2      n5 says append t5 1@1 +2@2 commit 0                  => log 1 +2@2 · to n5: have 2 t5
       1.7690 n5  L t5   0/3      n2 says have 2 t5                                    => to n2: append t5 2@2 +3@5 commit 0
       1.7690 n5  L t5   0/3      n3 says have 2 t5                                    => to n3: append t5 2@2 +3@5 commit 0
       1.7690 n5  L t5   0/3      n4 says have 2 t5                                    => to n4: append t5 2@2 +3@5 commit 0
       1.7710 n2  F t5   0/3      n5 says append t5 2@2 +3@5 commit 0                  => log 2 +3@5 · to n5: have 3 t5
       1.7710 n3  F t5   1/3      n5 says append t5 2@2 +3@5 commit 0                  => log 2 +3@5 · to n5: have 3 t5
       1.7710 n4  F t5   0/3      n5 says append t5 2@2 +3@5 commit 0                  => log 2 +3@5 · to n5: have 3 t5
       1.7720 n5  L t5   3/3      n3 says have 3 t5                                    => commits 1..3 · to n2 n3 n4: append t5 3@5 commit 3
       1.7730 n2  F t5   3/3      n5 says append t5 3@5 commit 3                       => commits 1..3 · to n5: have 3 t5
       1.7730 n3  F t5   3/3      n5 says append t5 3@5 commit 3                       => commits 2..3 · to n5: have 3 t5
       1.7730 n4  F t5   3/3      n5 says append t5 3@5 commit 3                       => commits 1..3 · to n5: have 3 t5
100 ms pass
then n5 leads term 5
then the log of n3 is 1 2 5
