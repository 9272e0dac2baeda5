// SPDX-License-Identifier: GPL-3.0-or-later
// What the table of classes that GGUF models become is made of: which class a file belongs to, and what is worked out for its
// config.json (folder_config.h).
#pragma once

#include "model/folder_config.h"

namespace quantlathe::folder_completions {

// What tells the classes of one architecture apart.
[[nodiscard]] bool hasExperts(const Model& gguf);
[[nodiscard]] bool isDense(const Model& gguf);
[[nodiscard]] bool hasWindow(const Model& gguf);
[[nodiscard]] bool hasSharedExpert(const Model& gguf);
[[nodiscard]] bool hasTemperature(const Model& gguf);
[[nodiscard]] bool isDeepseekV3(const Model& gguf);
[[nodiscard]] std::string_view unusedFalconNorm(const Model& gguf);

// Each fills in what its class needs beyond the named keys. They throw Error(badInput) for sizes that are missing.
void addBiases(ConfigDraft& draft);
void addAttentionBias(ConfigDraft& draft);
void completeQwenWindow(ConfigDraft& draft);
void completeSmolLm3(ConfigDraft& draft);
void completeGemma2(ConfigDraft& draft);
void completeGemma3(ConfigDraft& draft);
void completeOlmo3(ConfigDraft& draft);
void completeExaone4(ConfigDraft& draft);
void completeCohere2(ConfigDraft& draft);
void completeGptOss(ConfigDraft& draft);
void completePhi3(ConfigDraft& draft);
void completePhiMoe(ConfigDraft& draft);
void completeGpt2(ConfigDraft& draft);
void completeNeox(ConfigDraft& draft);
void completeFalcon(ConfigDraft& draft);
void completeStableLm(ConfigDraft& draft);
void completeCohere(ConfigDraft& draft);
void completeFullyRotated(ConfigDraft& draft);
void completeGlm4(ConfigDraft& draft);
void completeNemotron(ConfigDraft& draft);
void completeGlm4Moe(ConfigDraft& draft);
void completeHunyuanV3(ConfigDraft& draft);
/// Of models that also see, whose sections are not interleaved.
void addPlainSections(ConfigDraft& draft);
void completeDots1(ConfigDraft& draft);
void completeSeedOss(ConfigDraft& draft);
void completeGranite(ConfigDraft& draft);
void completeDeepseek(ConfigDraft& draft);
void completeMinistral3(ConfigDraft& draft);
void completeHunyuan(ConfigDraft& draft);
void completeErnieMoe(ConfigDraft& draft);
void completeErnie(ConfigDraft& draft);
void completeLlama4(ConfigDraft& draft);
void completeMiniMax(ConfigDraft& draft);
void completeJamba(ConfigDraft& draft);
void completeLfm2(ConfigDraft& draft);
void completeDelta(ConfigDraft& draft);
void completeQwen3Vl(ConfigDraft& draft);
void completeQwen35(ConfigDraft& draft);
void completeGemma4(ConfigDraft& draft);

} // namespace quantlathe::folder_completions
