# SPDX-License-Identifier: GPL-3.0-or-later
# QCustomPlot with Qt 6 as the CMake package that Debian makes of it; its own sources bring no build of the library.
cmake_minimum_required(VERSION 3.22)
project(qcustomplot LANGUAGES CXX)
find_package(Qt6 REQUIRED COMPONENTS Widgets PrintSupport)
set(CMAKE_AUTOMOC ON)
add_library(QCustomPlotQt6 SHARED qcustomplot.cpp qcustomplot.h)
target_include_directories(QCustomPlotQt6 PUBLIC $<INSTALL_INTERFACE:include>)
target_link_libraries(QCustomPlotQt6 PUBLIC Qt6::Widgets Qt6::PrintSupport)
install(TARGETS QCustomPlotQt6 EXPORT QCustomPlotQt6Config)
install(FILES qcustomplot.h DESTINATION include)
install(EXPORT QCustomPlotQt6Config DESTINATION lib/cmake/QCustomPlotQt6)
