@echo off
rem The front door of a clone on Windows: raft demo, raft test, raft get ...   See raft help, and the script raft beside it.
rem No delayed expansion: it would eat the exclamation marks of values.
setlocal EnableExtensions DisableDelayedExpansion
set "HERE=%~dp0"
set "SOURCE_FILE=%HERE%.akka-source.props"
set "CONFIGURATION=Release"
set "RAFT_COMMAND=raft"
set "DOTNET_NOLOGO=1"
set "DOTNET_CLI_TELEMETRY_OPTOUT=1"

where dotnet >nul 2>nul || (
  echo raft: the .NET 10 SDK is needed, and there is no dotnet command here: https://dotnet.microsoft.com/download 1>&2
  exit /b 3
)
call :choose_source || exit /b 2

set "VERB=%~1"
if "%VERB%"=="" set "VERB=help"
if /i "%VERB%"=="build" goto build_verb
if /i "%VERB%"=="test" goto test_verb
if /i "%VERB%"=="format" goto format_verb
if /i "%VERB%"=="help" goto help_verb
set "PROJECT=Raft.Host"
if /i "%VERB%"=="simulate" set "PROJECT=Raft.Specs"
if /i "%VERB%"=="chaos" set "PROJECT=Raft.Specs"
if /i "%VERB%"=="measure" set "PROJECT=Raft.Specs"
if /i "%VERB%"=="trace" set "PROJECT=Raft.Specs"
if /i "%VERB%"=="fuzz" set "PROJECT=Raft.Specs"
if /i "%VERB%"=="check-history" set "PROJECT=Raft.Specs"
call :build %PROJECT% || exit /b 3
dotnet "%HERE%%PROJECT%\bin\%AkkaSource%\%CONFIGURATION%\net10.0\%PROJECT%.dll" %*
exit /b %ERRORLEVEL%

:help_verb
call :build Raft.Host || exit /b 3
dotnet "%HERE%Raft.Host\bin\%AkkaSource%\%CONFIGURATION%\net10.0\Raft.Host.dll" %2 --help
exit /b %ERRORLEVEL%

:build_verb
call :build Raft.Host || exit /b 3
call :build Raft.Specs || exit /b 3
echo raft: built on Akka source '%AkkaSource%', configuration %CONFIGURATION% 1>&2
exit /b 0

:format_verb
set "CHECK="
if /i "%~2"=="--check" set "CHECK=--verify-no-changes"
dotnet format "%HERE%RaftAkka.sln" %CHECK%
exit /b %ERRORLEVEL%

:test_verb
call :build Raft.Specs || exit /b 3
set "RESULTS=%TEMP%\raft-test-%RANDOM%%RANDOM%"
set "FILTER="
if not "%~2"=="" set "FILTER=--filter FullyQualifiedName~%~2"
dotnet test "%HERE%Raft.Specs\bin\%AkkaSource%\%CONFIGURATION%\net10.0\Raft.Specs.dll" --nologo --logger "console;verbosity=minimal" --logger "trx;LogFileName=specs.trx" --results-directory "%RESULTS%" %FILTER%
set "STATUS=%ERRORLEVEL%"
powershell -NoProfile -Command ^
  "$c = ([xml](Get-Content -Raw '%RESULTS%\specs.trx')).TestRun.ResultSummary.Counters;" ^
  "$failed = [int]$c.executed - [int]$c.passed; $skipped = [int]$c.total - [int]$c.executed;" ^
  "$line = '{0} passed, {1} failed' -f $c.passed, $failed; if ($skipped) { $line += ', {0} skipped' -f $skipped }; $line;" ^
  "exit [int](($failed -gt 0) -or ([int]$c.total -eq 0))" || set "STATUS=1"
rmdir /s /q "%RESULTS%" 2>nul
exit /b %STATUS%

rem Which Akka.NET to build on: the environment's word, else what was found out before, else find out.
:choose_source
if not "%AkkaSource%"=="" goto check_source
if not exist "%SOURCE_FILE%" goto find_source
findstr /c:">standin<" "%SOURCE_FILE%" >nul && set "AkkaSource=standin"
findstr /c:">packages<" "%SOURCE_FILE%" >nul && set "AkkaSource=packages"
if not "%AkkaSource%"=="" goto check_source
:find_source
set "AkkaSource=packages"
dotnet restore "%HERE%Raft.Actors" -v q >nul 2>nul || set "AkkaSource=standin"
>"%SOURCE_FILE%" echo ^<Project^>^<PropertyGroup^>^<AkkaSource^>%AkkaSource%^</AkkaSource^>^</PropertyGroup^>^</Project^>
if "%AkkaSource%"=="packages" echo raft: building on Akka.NET 1>&2
if "%AkkaSource%"=="standin" echo raft: no Akka.NET in the package source: building on Akka.StandIn (delete .akka-source.props to look again) 1>&2
:check_source
if "%AkkaSource%"=="packages" exit /b 0
if "%AkkaSource%"=="standin" exit /b 0
echo raft: AkkaSource is '%AkkaSource%': it must be 'packages' (Akka.NET) or 'standin' (Akka.StandIn) 1>&2
exit /b 2

rem A stamp is as old as the start of the last good build; any newer source makes it stale.
:build
set "STAMP=%HERE%%1\obj\%AkkaSource%\raft.stamp"
if exist "%STAMP%" (
  powershell -NoProfile -Command ^
    "$at = (Get-Item '%STAMP%').LastWriteTimeUtc; Set-Location '%HERE%';" ^
    "$newer = Get-ChildItem Raft.Host, Raft.Actors, Raft.Specs, Akka.StandIn, hocon, Directory.*, global.json -Recurse |" ^
    "  Where-Object { $_.LastWriteTimeUtc -gt $at -and $_.FullName -notmatch '\\(bin|obj|TestResults)(\\|$)' -and" ^
    "    -not $_.PSIsContainer } | Select-Object -First 1; exit [int]($null -ne $newer)" && exit /b 0
)
echo raft: building %1 1>&2
if not exist "%HERE%%1\obj\%AkkaSource%" mkdir "%HERE%%1\obj\%AkkaSource%"
type nul >"%STAMP%.begun"
dotnet build "%HERE%%1" -c %CONFIGURATION% -v q --nologo -clp:NoSummary 1>&2 || exit /b 3
move /y "%STAMP%.begun" "%STAMP%" >nul
exit /b 0
