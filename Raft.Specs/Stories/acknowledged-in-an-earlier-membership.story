# n3 acknowledges entries, and the answer is late. Meanwhile it is let go, loses its disk and is added again. What it
# acknowledged was on the disk that is gone: a leader that counted it would never send those entries again, and would take
# every refusal of the new disk for an old one.

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
then n3 holds a=1
what n3 says to n1 is held back
n1 is told a=2
       0.5000 n1  L t1   3/3      propose a=2
       0.5010 n1  L t1   3/4      flush                                                => log 3 +4@1 · to n2 n3: append t1 3@1 +4@1 commit 3
       0.5020 n2  F t1   3/4      n1 says append t1 3@1 +4@1 commit 3                  => log 3 +4@1 · to n1: have 4 t1
       0.5020 n3  F t1   3/4      n1 says append t1 3@1 +4@1 commit 3                  => log 3 +4@1 · to n1: have 4 t1
       0.5030 n1  L t1   4/4      n2 says have 4 t1                                    => commits 4 · to n2 n3: append t1 4@1 commit 4
       0.5040 n2  F t1   4/4      n1 says append t1 4@1 commit 4                       => commits 4 · to n1: have 4 t1
       0.5040 n3  F t1   4/4      n1 says append t1 4@1 commit 4                       => commits 4 · to n1: have 4 t1
then n3 holds a=2
n1 is to make n1 n2 the voters
       0.5210 n1  L t1   4/5      change members: voters(n1 n2)                        => log 4 +5@1 voters(n1 n2 n3) target(n1 n2) · to n2 n3: append t1 4@1 +5@1 commit 4
       0.5220 n2  F t1   4/5      n1 says append t1 4@1 +5@1 commit 4                  => log 4 +5@1 voters(n1 n2 n3) target(n1 n2) · to n1: have 5 t1
       0.5220 n3  F t1   4/5      n1 says append t1 4@1 +5@1 commit 4                  => log 4 +5@1 voters(n1 n2 n3) target(n1 n2) · to n1: have 5 t1
       0.5240 n1  L t1   5/6      n2 says have 5 t1                                    => log 5 +6@1 voters(n1 n2) leaving(n1 n2 n3) · commits 5 · to n2 n3: append t1 5@1 +6@1 commit 5 · to n2 n3: append t1 6@1 commit 5
       0.5250 n2  F t1   5/6      n1 says append t1 5@1 +6@1 commit 5                  => log 5 +6@1 voters(n1 n2) leaving(n1 n2 n3) · commits 5 · to n1: have 6 t1
       0.5250 n3  F t1   5/6      n1 says append t1 5@1 +6@1 commit 5                  => log 5 +6@1 voters(n1 n2) leaving(n1 n2 n3) · commits 5 · to n1: have 6 t1
       0.5270 n1  L t1   6/7      n2 says have 6 t1                                    => log 6 +7@1 voters(n1 n2) · commits 6 · to n2 n3: append t1 6@1 +7@1 commit 6 · to n2 n3: append t1 7@1 commit 6
       0.5280 n2  F t1   6/7      n1 says append t1 6@1 +7@1 commit 6                  => log 6 +7@1 voters(n1 n2) · commits 6 · to n1: have 7 t1
       0.5280 n3  F t1   6/7      n1 says append t1 6@1 +7@1 commit 6                  => log 6 +7@1 voters(n1 n2) · commits 6 · to n1: have 7 t1
       0.5290 n1  L t1   7/7      n2 says have 7 t1                                    => commits 7 · answers Committed · to n3 n2: append t1 7@1 commit 7
       0.5300 n3  F t1   7/7      n1 says append t1 7@1 commit 7                       => commits 7 · to n1: have 7 t1
       0.5300 n2  F t1   7/7      n1 says append t1 7@1 commit 7                       => commits 7 · to n1: have 7 t1
n3 crashes
the disk of n3 is lost
n3 starts again
n1 is to make n1 n2 n3 the voters
       0.6010 n1  L t1   7/8      change members: voters(n1 n2 n3)                     => log 7 +8@1 voters(n1 n2) learners(n3) target(n1 n2 n3) · to n2 n3: append t1 7@1 +8@1 commit 7
       0.6020 n2  F t1   7/8      n1 says append t1 7@1 +8@1 commit 7                  => log 7 +8@1 voters(n1 n2) learners(n3) target(n1 n2 n3) · to n1: have 8 t1
       0.6020 n3  F t1   0/0      n1 says append t1 7@1 +8@1 commit 7                  => term 1 · becomes follower · to n1: refuse 7 t1 try 1@0
       0.6030 n1  L t1   8/8      n2 says have 8 t1                                    => commits 8 · to n2: append t1 8@1 commit 8
       0.6040 n2  F t1   8/8      n1 says append t1 8@1 commit 8                       => commits 8 · to n1: have 8 t1
what was held back arrives
       0.6200 n1  L t1   8/8      n3 says refuse 7 t1 try 1@0                          => to n3: append t1 0@0 +1..8@1 commit 8
       0.6220 n3  F t1   8/8      n1 says append t1 0@0 +1..8@1 commit 8               => log 0 +1..8@1 voters(n1 n2) learners(n3) target(n1 n2 n3) · commits 1..8 · to n1: have 8 t1
       0.6240 n1  L t1   8/9      n3 says have 8 t1                                    => log 8 +9@1 voters(n1 n2 n3) leaving(n1 n2) · to n2 n3: append t1 8@1 +9@1 commit 8
       0.6250 n2  F t1   8/9      n1 says append t1 8@1 +9@1 commit 8                  => log 8 +9@1 voters(n1 n2 n3) leaving(n1 n2) · to n1: have 9 t1
       0.6250 n3  F t1   8/9      n1 says append t1 8@1 +9@1 commit 8                  => log 8 +9@1 voters(n1 n2 n3) leaving(n1 n2) · to n1: have 9 t1
       0.6270 n1  L t1   9/10     n2 says have 9 t1                                    => log 9 +10@1 voters(n1 n2 n3) · commits 9 · to n2 n3: append t1 9@1 +10@1 commit 9 · to n2 n3: append t1 10@1 commit 9
       0.6280 n2  F t1   9/10     n1 says append t1 9@1 +10@1 commit 9                 => log 9 +10@1 voters(n1 n2 n3) · commits 9 · to n1: have 10 t1
       0.6280 n3  F t1   9/10     n1 says append t1 9@1 +10@1 commit 9                 => log 9 +10@1 voters(n1 n2 n3) · commits 9 · to n1: have 10 t1
       0.6290 n1  L t1   10/10    n2 says have 10 t1                                   => commits 10 · answers Committed · to n2 n3: append t1 10@1 commit 10
       0.6300 n2  F t1   10/10    n1 says append t1 10@1 commit 10                     => commits 10 · to n1: have 10 t1
       0.6300 n3  F t1   10/10    n1 says append t1 10@1 commit 10                     => commits 10 · to n1: have 10 t1
600 ms pass
       0.7270 n1  L t1   10/11    heartbeat                                            => log 10 +11@1 voters(n1 n2 n3) · to n2 n3: append t1 10@1 +11@1 commit 10 · to n2 n3: append t1 11@1 commit 10
       0.7280 n2  F t1   10/11    n1 says append t1 10@1 +11@1 commit 10               => log 10 +11@1 voters(n1 n2 n3) · to n1: have 11 t1
       0.7280 n3  F t1   10/11    n1 says append t1 10@1 +11@1 commit 10               => log 10 +11@1 voters(n1 n2 n3) · to n1: have 11 t1
       0.7290 n1  L t1   11/11    n2 says have 11 t1                                   => commits 11 · to n2 n3: append t1 11@1 commit 11
       0.7300 n2  F t1   11/11    n1 says append t1 11@1 commit 11                     => commits 11 · to n1: have 11 t1
       0.7300 n3  F t1   11/11    n1 says append t1 11@1 commit 11                     => commits 11 · to n1: have 11 t1
then n3 holds a=2
then n1 has committed 11
