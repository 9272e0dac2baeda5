# SPDX-License-Identifier: GPL-3.0-or-later
# CMake toolchain: Debian's mingw-w64 (packaging/apt-packages-windows.txt) for 64-bit Windows 10 and later, and the libraries
# that packaging/windows/build-dependencies has put into QUANTLATHE_WINDOWS_PREFIX.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR AMD64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix) # its standard library has threads; the other one's has not
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
# The stack is aligned to 16 bytes there, whatever wider vectors on it would need (GCC's bug 54412): so none is moved as if it
# were aligned.
set(CMAKE_C_FLAGS_INIT "-D_WIN32_WINNT=0x0A00 -Wa,-muse-unaligned-vector-move")
set(CMAKE_CXX_FLAGS_INIT "${CMAKE_C_FLAGS_INIT}")
set(CMAKE_EXE_LINKER_FLAGS_INIT -static) # one file that needs nothing but Windows

list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES QUANTLATHE_WINDOWS_PREFIX)
set(CMAKE_FIND_ROOT_PATH "${QUANTLATHE_WINDOWS_PREFIX}" /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
list(APPEND CMAKE_PREFIX_PATH "${QUANTLATHE_WINDOWS_PREFIX}")
set(ENV{PKG_CONFIG_LIBDIR} "${QUANTLATHE_WINDOWS_PREFIX}/lib/pkgconfig")
set(ENV{PKG_CONFIG_PATH} "")
