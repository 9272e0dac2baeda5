// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/programs.h"

#include "base/text.h"
#include "base/words.h"
#include "formats/format.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <mutex>

namespace quantlathe {
namespace {

bool loadsPreset(const LoadingProgram& program, const Preset* preset) {
    return preset == nullptr || program.loads == nullptr || program.loads(*preset);
}

struct ProgramRuntime {
    std::string_view program;
    Runtime runtime;
};
constexpr auto runtimes = std::to_array<ProgramRuntime>({
    {"llama.cpp", Runtime::llamaCpp},
    {"transformers", Runtime::transformers},
    {"vLLM", Runtime::vllm},
    {"SGLang", Runtime::sglang},
    {"ExLlamaV2", Runtime::exllamaV2},
    {"TensorRT-LLM", Runtime::tensorRtLlm},
    {"Ollama", Runtime::llamaCpp},
    {"LM Studio", Runtime::llamaCpp},
    {"TabbyAPI", Runtime::exllamaV2},
    {"text-generation-webui", Runtime::exllamaV2},
    {"GPTQModel", Runtime::transformers},
    {"hqq", Runtime::transformers},
    {"diffusers", Runtime::transformers},
    {"PEFT", Runtime::transformers},
    {"Vahe1994/SpQR", Runtime::transformers},
});

std::string programsText(const Format& format, const Preset* preset, std::string (*inWords)(std::string_view)) {
    std::vector<std::string> names;
    for (const LoadingProgram& program : format.programs()) {
        if (loadsPreset(program, preset)) {
            names.push_back(program.terms.empty() ? std::string(program.name)
                                                  : fmt::format("{} {}", program.name, inWords(program.terms)));
        }
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

} // namespace

std::string_view Format::loadsIn() const {
    static std::mutex mutex;
    static std::map<const Format*, std::string> known;
    const std::scoped_lock lock(mutex);
    const auto found = known.find(this);
    const auto asItIs = [](std::string_view terms) { return std::string(terms); };
    return found != known.end() ? found->second : known.emplace(this, programsText(*this, nullptr, asItIs)).first->second;
}

std::string_view name(Runtime runtime) {
    return std::ranges::find(runtimes, runtime, &ProgramRuntime::runtime)->program; // the first is itself
}

std::optional<Runtime> runtimeOf(std::string_view program) {
    const auto* const found =
        std::ranges::find_if(runtimes, [&](const ProgramRuntime& entry) { return equalsAnyCase(entry.program, program); });
    return found == runtimes.end() ? std::nullopt : std::optional(found->runtime);
}

Runtime Format::runtime(std::string_view program) const {
    const bool isLoaded = !program.empty() && !whyNotIn(program, *this);
    return runtimeOf(isLoaded ? program : programs().front().name).value();
}

std::string_view name(NvidiaGeneration generation) {
    constexpr std::array<std::string_view, 7> names = {"", "Volta", "Turing", "Ampere", "Ada", "Hopper", "Blackwell"};
    return names[static_cast<std::size_t>(generation)];
}

std::string hardwareText(const Hardware& hardware) {
    std::vector<std::string> parts;
    parts.push_back(hardware.nvidia == NvidiaGeneration::any ? "NVIDIA" : say("NVIDIA from {} on", name(hardware.nvidia)));
    for (const auto& [runs, text] : {std::pair(hardware.amd, "AMD"), std::pair(hardware.intel, "Intel"),
                                     std::pair(hardware.apple, "Apple"), std::pair(hardware.processor, "CPU")}) {
        if (runs) {
            parts.emplace_back(text);
        }
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string hardwareText(const Format& format) {
    const auto presets = format.presets();
    const auto needs = [&](const Preset& preset) { return format.hardware(preset).nvidia; };
    const auto [least, most] = std::ranges::minmax_element(presets, {}, needs);
    const std::string text = hardwareText(format.hardware(*least));
    return needs(*least) == needs(*most) ? text : say("{} (some presets from {} on)", text, name(needs(*most)));
}

std::string loadsInText(const Format& format, const Preset* preset) {
    return programsText(format, preset, [](std::string_view terms) { return translated(terms); });
}

std::vector<std::string_view> programNames() {
    std::vector<std::string_view> programs;
    for (const Format* const format : formats()) {
        for (const LoadingProgram& program : format->programs()) {
            if (std::ranges::find(programs, program.name) == programs.end()) {
                programs.push_back(program.name);
            }
        }
    }
    return programs;
}

std::optional<std::string_view> programNamed(std::string_view name) {
    const auto programs = programNames();
    const auto found = std::ranges::find_if(programs, [&](std::string_view program) { return equalsAnyCase(program, name); });
    return found == programs.end() ? std::nullopt : std::optional(*found);
}

std::optional<std::string> whyNotIn(std::string_view program, const Format& format, const Preset* preset) {
    const auto programs = format.programs();
    const auto found = std::ranges::find(programs, program, &LoadingProgram::name);
    if (program.empty() || (found != programs.end() && loadsPreset(*found, preset))) {
        return std::nullopt;
    }
    return found == programs.end()
               ? say("{} does not load {}: that is for {}", program, format.title(), loadsInText(format))
               : say("{} does not load {}: that is for {}", program, preset->name, loadsInText(format, preset));
}

CalibrationNeed calibrationNeed(const Format& format) {
    const auto presets = format.presets();
    const auto needing = std::ranges::count_if(presets, [&](const Preset& preset) { return format.needsCalibration(preset); });
    if (needing > 0) {
        return static_cast<std::size_t>(needing) == presets.size() ? CalibrationNeed::allPresets : CalibrationNeed::somePresets;
    }
    return std::ranges::any_of(format.encodings(), &Encoding::usesImportance) ? CalibrationNeed::helps : CalibrationNeed::none;
}

std::string calibrationText(CalibrationNeed need) {
    switch (need) {
    case CalibrationNeed::none: return say("not used");
    case CalibrationNeed::helps: return say("optional");
    case CalibrationNeed::somePresets: return say("needed by some presets");
    case CalibrationNeed::allPresets: break;
    }
    return say("needed");
}

} // namespace quantlathe
