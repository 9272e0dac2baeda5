// SPDX-License-Identifier: GPL-3.0-or-later
// Who loads a format's files and what they run on: what a person asks first. Every family states its own; nothing else lists
// programs or cards.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

class Format;
struct Preset;

/// A program that loads what a format writes.
struct LoadingProgram {
    std::string_view name;                  // "vLLM": the same word in all formats, what people filter by
    std::string_view terms = {};            // "with the package aqlm", marked with words(); follows the name
    bool (*loads)(const Preset&) = nullptr; // nullptr: every preset of the format
};

/// What estimates of memory and speed know of programs: how they keep weights and cache.
enum class Runtime : std::uint8_t {
    llamaCpp,
    transformers, // and what else is PyTorch alone
    vllm,
    sglang,
    exllamaV2,
    tensorRtLlm,
};
[[nodiscard]] std::string_view name(Runtime runtime); // "vLLM", in any case of letters for runtimeOf()
/// Of programs that are built on another one, that one's. Every program of programNames() has one; nothing for other names.
[[nodiscard]] std::optional<Runtime> runtimeOf(std::string_view program);

/// NVIDIA's cards, the oldest first.
enum class NvidiaGeneration : std::uint8_t { any, volta, turing, ampere, ada, hopper, blackwell };
[[nodiscard]] std::string_view name(NvidiaGeneration generation); // "Turing"; empty for any

/// What the kernels of a format's programs run on.
struct Hardware {
    NvidiaGeneration nvidia = NvidiaGeneration::any; // the oldest
    bool amd = false;
    bool intel = false;
    bool apple = false;
    bool processor = false;
    friend bool operator==(const Hardware&, const Hardware&) = default;
};

/// "NVIDIA from Turing on, AMD, CPU", in the reader's language.
[[nodiscard]] std::string hardwareText(const Hardware& hardware);
/// Of all presets: "NVIDIA from Ampere on (some presets from Hopper on)".
[[nodiscard]] std::string hardwareText(const Format& format);

/// "transformers 4, hqq", in the reader's language. `preset` nullptr: what loads any of the format's presets.
[[nodiscard]] std::string loadsInText(const Format& format, const Preset* preset = nullptr);

/// Programs of all formats, each once, in the order of the formats.
[[nodiscard]] std::vector<std::string_view> programNames();
/// The program of that name, any case; nothing if no format has one.
[[nodiscard]] std::optional<std::string_view> programNamed(std::string_view name);
/// Why the program loads no preset of the format, or not this one; nothing if it does, or for an empty name: any program will
/// do.
[[nodiscard]] std::optional<std::string> whyNotIn(std::string_view program, const Format& format,
                                                  const Preset* preset = nullptr);

/// How many presets of a format need a text (or its statistics, or an importance matrix) to be made at all.
enum class CalibrationNeed : std::uint8_t { none, helps, somePresets, allPresets };
[[nodiscard]] CalibrationNeed calibrationNeed(const Format& format);
/// "not used", "optional", "some presets", "needed", in the reader's language.
[[nodiscard]] std::string calibrationText(CalibrationNeed need);

} // namespace quantlathe
