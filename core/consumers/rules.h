// SPDX-License-Identifier: GPL-3.0-or-later
// The rules, by what they look at. Private to consumers. Each says what it finds to the examination and throws nothing for what
// stands in the model.
#pragma once

#include "consumers/findings.h"
#include "consumers/linear_modules.h"

#include <span>

namespace quantlathe {

/// The linear layers of a folder, sorted by how they are stored.
struct FolderModules {
    std::vector<LinearModule> encoded;
    std::vector<LinearModule> plain;
};

/// What llama.cpp wants of a GGUF file.
void examineGguf(const Examination& examination);

// What consumers want of a folder whatever its weights are.
void examineFiles(const Examination& examination);
/// Projections that are joined, and blocks that are taken as a whole.
void examineBlocks(const Examination& examination, const FolderModules& modules);
/// That the list of layers to leave alone names those that are plain, and no others.
void examineSkipList(const Examination& examination, std::string_view method, const FolderModules& modules);

// What they want of one quant_method.
void examineGptq(const Examination& examination, const FolderModules& modules);
void examineAwq(const Examination& examination, const FolderModules& modules);
void examineCompressed(const Examination& examination, const FolderModules& modules);
void examineBitsandbytes(const Examination& examination, const FolderModules& modules);
void examineHqq(const Examination& examination, const FolderModules& modules);
void examineFbgemm(const Examination& examination, const FolderModules& modules);
void examineTorchao(const Examination& examination, const FolderModules& modules);
void examineAqlm(const Examination& examination, const FolderModules& modules);
void examineSpqr(const Examination& examination, const FolderModules& modules);
void examineExl2(const Examination& examination, const FolderModules& modules);
void examineTensorrt(const Examination& examination, const FolderModules& modules);

/// torch_dtype of config.json, or dtype: "bfloat16"; empty where there is neither.
[[nodiscard]] std::string modelType(const WrittenModel& model);
/// The model's type is one of those; a file that does not say it is not judged.
void wantModelType(const Examination& examination, std::initializer_list<std::string_view> types);

} // namespace quantlathe
