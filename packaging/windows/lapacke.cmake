# SPDX-License-Identifier: GPL-3.0-or-later
# The part of LAPACKE that the program calls, copied into LAPACK's source as CMakeLists.txt; what it calls itself is OpenBLAS's.
cmake_minimum_required(VERSION 3.25)
project(lapacke LANGUAGES C)
set(folder LAPACKE)
add_library(lapacke STATIC ${folder}/src/lapacke_dpotrf_work.c ${folder}/utils/lapacke_xerbla.c ${folder}/utils/lapacke_dpo_trans.c
    ${folder}/utils/lapacke_dtr_trans.c ${folder}/utils/lapacke_lsame.c)
configure_file(${folder}/include/lapacke_mangling_with_flags.h.in include/lapacke_mangling.h COPYONLY)
target_include_directories(lapacke PRIVATE ${folder}/include ${CMAKE_CURRENT_BINARY_DIR}/include)
install(TARGETS lapacke)
install(FILES ${folder}/include/lapacke.h ${folder}/include/lapacke_config.h ${folder}/include/lapack.h
    ${folder}/include/lapacke_utils.h ${CMAKE_CURRENT_BINARY_DIR}/include/lapacke_mangling.h DESTINATION include)
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/lapacke.pc "Name: lapacke\nDescription: C interface of LAPACK\nVersion: 3.11\n"
    "Requires: openblas\nCflags: -I${CMAKE_INSTALL_PREFIX}/include\nLibs: -L${CMAKE_INSTALL_PREFIX}/lib -llapacke\n")
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/lapacke.pc DESTINATION lib/pkgconfig)
