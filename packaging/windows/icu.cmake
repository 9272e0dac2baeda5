# SPDX-License-Identifier: GPL-3.0-or-later
# ICU's common library, copied into its source as CMakeLists.txt, with the one table that the program reads at run time: that of
# compatible forms (NFKC). What is said of characters, and NFC, are compiled in. ICU's own build makes its tools first, for the
# machine that builds; this one needs none but icupkg of Debian's icu-devtools.
cmake_minimum_required(VERSION 3.25)
project(icu LANGUAGES C CXX ASM)
set(CMAKE_CXX_STANDARD 17)
file(GLOB sources source/common/*.cpp)
file(STRINGS source/common/unicode/uvernum.h version REGEX "define U_ICU_VERSION_MAJOR_NUM")
string(REGEX MATCH "[0-9]+" major "${version}")
file(STRINGS source/common/unicode/uvernum.h version REGEX "define U_ICU_VERSION \"")
string(REGEX MATCH "[0-9.]+" version "${version}")
set(package icudt${major}l)
set(data ${CMAKE_CURRENT_BINARY_DIR}/${package}.dat)
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/items.txt "nfkc.nrm\n")
add_custom_command(OUTPUT ${data} VERBATIM
    COMMAND icupkg -x ${CMAKE_CURRENT_BINARY_DIR}/items.txt -d ${CMAKE_CURRENT_BINARY_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/source/data/in/${package}.dat
    COMMAND icupkg -tl -s ${CMAKE_CURRENT_BINARY_DIR} -a ${CMAKE_CURRENT_BINARY_DIR}/items.txt new ${data})
set(assembly ${CMAKE_CURRENT_BINARY_DIR}/data.S)
file(WRITE ${assembly} ".section .rdata,\"dr\"\n.balign 16\n.globl icudt${major}_dat\nicudt${major}_dat:\n.incbin \"${data}\"\n")
set_source_files_properties(${assembly} PROPERTIES OBJECT_DEPENDS ${data})
add_library(icuuc STATIC ${sources} ${assembly})
target_compile_definitions(icuuc PUBLIC U_STATIC_IMPLEMENTATION PRIVATE U_COMMON_IMPLEMENTATION U_CHARSET_IS_UTF8=1)
target_include_directories(icuuc PRIVATE source/common source/i18n)
install(TARGETS icuuc)
install(DIRECTORY source/common/unicode DESTINATION include)
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/icu-uc.pc "Name: icu-uc\nDescription: common library of ICU\nVersion: ${version}\n"
    "Cflags: -I${CMAKE_INSTALL_PREFIX}/include -DU_STATIC_IMPLEMENTATION\nLibs: -L${CMAKE_INSTALL_PREFIX}/lib -licuuc\n")
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/icu-uc.pc DESTINATION lib/pkgconfig)
