# A cluster of one elects itself and commits what its own disk holds.

a cluster of 1
n1 loses patience
       0.0210 n1  L t1   1/1      election time-out                                    => term 1 · votes n1 · log 0 +1@1 · becomes leader · commits 1
then n1 leads term 1
n1 is told a=1
       0.0400 n1  L t1   1/1      propose a=1
       0.0410 n1  L t1   2/2      flush                                                => log 1 +2@1 · commits 2
then the answer is Committed
