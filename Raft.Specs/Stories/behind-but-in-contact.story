# A follower that lacks entries and hears its leader does not canvass, however long it takes to find where the logs agree: an
# append that it refuses is a sign of life as well (redpanda#30817).

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
n1 is told a=2
       0.0800 n1  L t1   2/2      propose a=2
       0.0810 n1  L t1   2/3      flush                                                => log 2 +3@1 · to n2 n3: append t1 2@1 +3@1 commit 2
       0.0820 n2  F t1   2/3      n1 says append t1 2@1 +3@1 commit 2                  => log 2 +3@1 · to n1: have 3 t1
       0.0830 n1  L t1   3/3      n2 says have 3 t1                                    => commits 3 · to n2 n3: append t1 3@1 commit 3
       0.0840 n2  F t1   3/3      n1 says append t1 3@1 commit 3                       => commits 3 · to n1: have 3 t1
appends beyond 1 are lost
n3 starts again
       0.1270 n2  F t1   3/3      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 4@0
       0.1270 n3  F t1   0/1      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 2@0
       0.1270 n1  L t1   3/4      heartbeat                                            => log 3 +4@1 voters(n1 n2 n3) · to n2 n3: append t1 3@1 +4@1 commit 3 · to n2 n3: append t1 4@1 commit 3
       0.1280 n1  L t1   3/4      n2 says refuse 4 t1 try 4@0                          => to n2: append t1 3@1 +4@1 commit 3
       0.1280 n1  L t1   3/4      n3 says refuse 4 t1 try 2@0                          => to n3: append t1 1@1 +2..4@1 commit 3
2000 ms pass
       0.2270 n3  F t1   1/1      n1 says append t1 1@1 commit 3                       => commits 1 · to n1: have 1 t1
       0.2280 n1  L t1   3/4      n2 says have 3 t1                                    => to n2: append t1 3@1 +4@1 commit 3
       0.2280 n1  L t1   3/4      n3 says have 1 t1                                    => to n3: append t1 1@1 +2..4@1 commit 3
       0.3270 n2  F t1   3/3      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 4@0
       0.3270 n3  F t1   1/1      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 2@0
       0.3280 n1  L t1   3/4      n2 says refuse 4 t1 try 4@0                          => to n2: append t1 3@1 +4@1 commit 3
       0.3280 n1  L t1   3/4      n3 says refuse 4 t1 try 2@0                          => to n3: append t1 1@1 +2..4@1 commit 3
       0.4280 n1  L t1   3/4      n2 says have 3 t1                                    => to n2: append t1 3@1 +4@1 commit 3
       0.4280 n1  L t1   3/4      n3 says have 1 t1                                    => to n3: append t1 1@1 +2..4@1 commit 3
       0.5270 n2  F t1   3/3      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 4@0
       0.5270 n3  F t1   1/1      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 2@0
       0.5280 n1  L t1   3/4      n2 says refuse 4 t1 try 4@0                          => to n2: append t1 3@1 +4@1 commit 3
       0.5280 n1  L t1   3/4      n3 says refuse 4 t1 try 2@0                          => to n3: append t1 1@1 +2..4@1 commit 3
       0.6280 n1  L t1   3/4      n2 says have 3 t1                                    => to n2: append t1 3@1 +4@1 commit 3
       0.6280 n1  L t1   3/4      n3 says have 1 t1                                    => to n3: append t1 1@1 +2..4@1 commit 3
       0.7270 n2  F t1   3/3      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 4@0
       0.7270 n3  F t1   1/1      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 2@0
       0.7280 n1  L t1   3/4      n2 says refuse 4 t1 try 4@0                          => to n2: append t1 3@1 +4@1 commit 3
       0.7280 n1  L t1   3/4      n3 says refuse 4 t1 try 2@0                          => to n3: append t1 1@1 +2..4@1 commit 3
       0.8280 n1  L t1   3/4      n2 says have 3 t1                                    => to n2: append t1 3@1 +4@1 commit 3
       0.8280 n1  L t1   3/4      n3 says have 1 t1                                    => to n3: append t1 1@1 +2..4@1 commit 3
       0.9270 n2  F t1   3/3      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 4@0
       0.9270 n3  F t1   1/1      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 2@0
       0.9280 n1  L t1   3/4      n2 says refuse 4 t1 try 4@0                          => to n2: append t1 3@1 +4@1 commit 3
       0.9280 n1  L t1   3/4      n3 says refuse 4 t1 try 2@0                          => to n3: append t1 1@1 +2..4@1 commit 3
       1.0280 n1  L t1   3/4      n2 says have 3 t1                                    => to n2: append t1 3@1 +4@1 commit 3
       1.0280 n1  L t1   3/4      n3 says have 1 t1                                    => to n3: append t1 1@1 +2..4@1 commit 3
       1.1270 n2  F t1   3/3      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 4@0
       1.1270 n3  F t1   1/1      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 2@0
       1.1280 n1  L t1   3/4      n2 says refuse 4 t1 try 4@0                          => to n2: append t1 3@1 +4@1 commit 3
       1.1280 n1  L t1   3/4      n3 says refuse 4 t1 try 2@0                          => to n3: append t1 1@1 +2..4@1 commit 3
       1.2280 n1  L t1   3/4      n2 says have 3 t1                                    => to n2: append t1 3@1 +4@1 commit 3
       1.2280 n1  L t1   3/4      n3 says have 1 t1                                    => to n3: append t1 1@1 +2..4@1 commit 3
       1.3270 n2  F t1   3/3      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 4@0
       1.3270 n3  F t1   1/1      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 2@0
       1.3280 n1  L t1   3/4      n2 says refuse 4 t1 try 4@0                          => to n2: append t1 3@1 +4@1 commit 3
       1.3280 n1  L t1   3/4      n3 says refuse 4 t1 try 2@0                          => to n3: append t1 1@1 +2..4@1 commit 3
       1.4280 n1  L t1   3/4      n2 says have 3 t1                                    => to n2: append t1 3@1 +4@1 commit 3
       1.4280 n1  L t1   3/4      n3 says have 1 t1                                    => to n3: append t1 1@1 +2..4@1 commit 3
       1.5270 n2  F t1   3/3      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 4@0
       1.5270 n3  F t1   1/1      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 2@0
       1.5280 n1  L t1   3/4      n2 says refuse 4 t1 try 4@0                          => to n2: append t1 3@1 +4@1 commit 3
       1.5280 n1  L t1   3/4      n3 says refuse 4 t1 try 2@0                          => to n3: append t1 1@1 +2..4@1 commit 3
       1.6280 n1  L t1   3/4      n2 says have 3 t1                                    => to n2: append t1 3@1 +4@1 commit 3
       1.6280 n1  L t1   3/4      n3 says have 1 t1                                    => to n3: append t1 1@1 +2..4@1 commit 3
       1.7270 n2  F t1   3/3      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 4@0
       1.7270 n3  F t1   1/1      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 2@0
       1.7280 n1  L t1   3/4      n2 says refuse 4 t1 try 4@0                          => to n2: append t1 3@1 +4@1 commit 3
       1.7280 n1  L t1   3/4      n3 says refuse 4 t1 try 2@0                          => to n3: append t1 1@1 +2..4@1 commit 3
       1.8280 n1  L t1   3/4      n2 says have 3 t1                                    => to n2: append t1 3@1 +4@1 commit 3
       1.8280 n1  L t1   3/4      n3 says have 1 t1                                    => to n3: append t1 1@1 +2..4@1 commit 3
       1.9270 n2  F t1   3/3      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 4@0
       1.9270 n3  F t1   1/1      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 2@0
       1.9280 n1  L t1   3/4      n2 says refuse 4 t1 try 4@0                          => to n2: append t1 3@1 +4@1 commit 3
       1.9280 n1  L t1   3/4      n3 says refuse 4 t1 try 2@0                          => to n3: append t1 1@1 +2..4@1 commit 3
       2.0280 n1  L t1   3/4      n2 says have 3 t1                                    => to n2: append t1 3@1 +4@1 commit 3
       2.0280 n1  L t1   3/4      n3 says have 1 t1                                    => to n3: append t1 1@1 +2..4@1 commit 3
       2.1270 n2  F t1   3/3      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 4@0
       2.1270 n3  F t1   1/1      n1 says append t1 4@1 commit 3                       => to n1: refuse 4 t1 try 2@0
       2.1280 n1  L t1   3/4      n2 says refuse 4 t1 try 4@0                          => to n2: append t1 3@1 +4@1 commit 3
       2.1280 n1  L t1   3/4      n3 says refuse 4 t1 try 2@0                          => to n3: append t1 1@1 +2..4@1 commit 3
then n1 leads term 1
then n3 is in term 1
everything arrives again
200 ms pass
       2.2280 n1  L t1   3/4      n2 says have 3 t1                                    => to n2: append t1 3@1 +4@1 commit 3
       2.2280 n1  L t1   3/4      n3 says have 1 t1                                    => to n3: append t1 1@1 +2..4@1 commit 3
       2.2300 n2  F t1   3/4      n1 says append t1 3@1 +4@1 commit 3                  => log 3 +4@1 voters(n1 n2 n3) · to n1: have 4 t1
       2.2300 n3  F t1   3/4      n1 says append t1 1@1 +2..4@1 commit 3               => log 1 +2..4@1 voters(n1 n2 n3) · commits 2..3 · to n1: have 4 t1
       2.2310 n1  L t1   4/4      n2 says have 4 t1                                    => commits 4 · to n2 n3: append t1 4@1 commit 4
       2.2320 n2  F t1   4/4      n1 says append t1 4@1 commit 4                       => commits 4 · to n1: have 4 t1
       2.2320 n3  F t1   4/4      n1 says append t1 4@1 commit 4                       => commits 4 · to n1: have 4 t1
then n3 holds a=2
