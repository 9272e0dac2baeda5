// SPDX-License-Identifier: GPL-3.0-or-later
// The clip.* keys of an image part (docs/formats/mmproj.md, "Keys"), and its sizes: small writers from which the table of image
// parts makes its lists.
#pragma once

#include "model/vision/towers.h"

namespace quantlathe::vision_keys {

/// What all towers say under the names of vision_config. Throws Error(badInput) naming config.json for what is missing, of the
/// wrong kind, out of bounds or contradicts itself.
[[nodiscard]] VisionSizes sizes(const Config& vision, const Config& model, const VisionTower& tower);

void common(const VisionContext&); // has_vision_encoder to image_std
void qwen3(const VisionContext&);
void gemma3(const VisionContext&);
void pixtral(const VisionContext&);
void llama4(const VisionContext&);
void gemma4(const VisionContext&);
void qwen2(const VisionContext&);
void qwen25(const VisionContext&);

// Adjustments of sizes.
void qwenSizes(const Config& vision, const Config& model, VisionSizes&);
void qwen2Sizes(const Config& vision, const Config& model, VisionSizes&);
void pixtralSizes(const Config& vision, const Config& model, VisionSizes&);
void llama4Sizes(const Config& vision, const Config& model, VisionSizes&);
void gemma4Sizes(const Config& vision, const Config& model, VisionSizes&);

} // namespace quantlathe::vision_keys
