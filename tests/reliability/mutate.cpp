// SPDX-License-Identifier: GPL-3.0-or-later
// Damages valid small models, and the files that go with them, thousands of times, and looks at what the command line makes of
// each: it may refuse a file or read it, and nothing else. README.md beside this file says what is checked and how to repeat
// one.
#include "forked_run.h"
#include "mutations.h"
#include "small_models.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <unistd.h>

namespace quantlathe::reliability {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr double mostSeconds = 5; // of processor time
constexpr std::uint64_t mostBytes = 512U << 20U;
#if defined(__SANITIZE_ADDRESS__)
constexpr bool isSanitized = true; // memory is then mostly the sanitizer's, and everything takes several times as long
#else
constexpr bool isSanitized = false;
#endif

enum class Way { bytes, start, json, safetensors, lines };

/// A file that is damaged, and the commands that come to read it.
struct Target {
    std::string kind;
    fs::path file;
    Way way;
    std::vector<Words> commands;
};

struct Settings {
    std::uint64_t seed = 1;
    std::uint64_t first = 0;
    std::uint64_t count = 300;
    std::string kind;        // empty: all
    std::string keepingHere; // a folder for the inputs that did harm
};

class Workplace {
public:
    Workplace() : folder_(parent() / fmt::format("quantlathe-mutate-{}", ::getpid())) {
        fs::create_directories(folder_);
        ::setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1);
    }
    ~Workplace() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;

    [[nodiscard]] fs::path at(const std::string& name) const { return folder_ / name; }
    [[nodiscard]] const fs::path& path() const { return folder_; }

    void require(const Words& arguments) const {
        const RunResult run = runForked(arguments, folder_);
        if (run.exitCode != 0) {
            throw std::runtime_error(fmt::format("cannot prepare: {}: {}", fmt::join(arguments, " "), run.errors));
        }
    }

private:
    static fs::path parent() { return ::access("/dev/shm", W_OK) == 0 ? fs::path("/dev/shm") : fs::temp_directory_path(); }
    fs::path folder_;
};

/// What every model is asked for. `output` is written anew each time.
std::vector<Words> commandsOn(const fs::path& model, const fs::path& output, const fs::path& text) {
    const std::string m = model;
    return {{"inspect", m, "--metadata", "--tensors"},
            {"inspect", m, "--metadata", "--tensors", "--json"},
            {"inspect", m, "--statistics"},
            {"estimate", m},
            {"estimate", m, "--json"},
            {"plan", m, "--preset", "Q4_0", "--tensors"},
            {"plan", m, "--preset", "Q8_0", "--json", "--pre-tokenizer", "gpt-2"},
            {"convert", m, "--dry-run", "--format", "bitsandbytes", "--preset", "NF4"},
            {"convert", m, "-o", output, "--preset", "F16", "--allow-requantize", "--pre-tokenizer", "gpt-2"},
            {"verify", m},
            {"measure", m, "--text", text, "--chunks", "1", "--context", "16", "--no-cache"}};
}

class Runner {
public:
    explicit Runner(Settings settings)
        : settings_(std::move(settings)), output_(work_.at("out.gguf")), text_(work_.at("text.txt")) {
        prepare();
        if (!settings_.kind.empty()) {
            std::erase_if(targets_, [&](const Target& target) { return target.kind != settings_.kind; });
        }
        if (targets_.empty()) {
            throw std::runtime_error("there is no kind of that name");
        }
    }

    /// True if no input did harm.
    bool run() {
        for (std::uint64_t i = settings_.first; i < settings_.first + settings_.count; ++i) {
            runOne(i);
        }
        report();
        return bad_ == 0;
    }

private:
    void add(std::string kind, fs::path file, Way way, std::vector<Words> commands) {
        targets_.push_back({std::move(kind), std::move(file), way, std::move(commands)});
    }

    void prepare() {
        std::string text;
        for (int i = 0; i < 40; ++i) {
            text += fmt::format("The {} and the other {}.\n", i, i * i);
        }
        writeFile(text_, text);
        prepareFolders();
        prepareConverted();
        prepareCompanions();
    }

    void prepareFolders() {
        const fs::path spm = work_.at("spm");
        writeLlama(spm, Vocabulary::sentencePiece);
        writeLlama(work_.at("json"), Vocabulary::tokenizerJson);
        writeLlama(work_.at("old"), Vocabulary::vocabularyAndMerges);
        writeShardedLlama(work_.at("sharded"));
        writePyTorchLlama(work_.at("torch"));
        const auto all = [&](const fs::path& model) { return commandsOn(model, output_, text_); };
        add("safetensors", spm / "model.safetensors", Way::safetensors, all(spm));
        add("config", spm / "config.json", Way::json, all(spm));
        add("generation_config", spm / "generation_config.json", Way::json, all(spm));
        add("model_card", spm / "README.md", Way::lines, all(spm));
        add("chat_template", spm / "chat_template.jinja", Way::bytes, all(spm));
        add("sentencepiece", spm / "tokenizer.model", Way::bytes, all(spm));
        add("tokenizer_config", spm / "tokenizer_config.json", Way::json, all(spm));
        add("tokenizer_json", work_.at("json") / "tokenizer.json", Way::json, all(work_.at("json")));
        add("vocabulary", work_.at("old") / "vocab.json", Way::json, all(work_.at("old")));
        add("merges", work_.at("old") / "merges.txt", Way::lines, all(work_.at("old")));
        const fs::path sharded = work_.at("sharded");
        add("index", sharded / "model.safetensors.index.json", Way::json, all(sharded));
        add("shard", sharded / "model-00002-of-00002.safetensors", Way::safetensors, all(sharded));
        add("pytorch", work_.at("torch") / "pytorch_model.bin", Way::bytes, all(work_.at("torch")));
        add("pytorch_pickle", work_.at("torch") / "pytorch_model.bin", Way::start, all(work_.at("torch")));
    }

    void prepareConverted() {
        const std::string spm = work_.at("spm");
        const auto all = [&](const fs::path& model) { return commandsOn(model, output_, text_); };
        work_.require({"convert", spm, "-o", work_.at("q8.gguf"), "--preset", "Q8_0"});
        add("gguf", work_.at("q8.gguf"), Way::bytes, all(work_.at("q8.gguf")));
        add("gguf_header", work_.at("q8.gguf"), Way::start, all(work_.at("q8.gguf")));
        work_.require({"convert", spm, "-o", work_.at("set.gguf"), "--preset", "Q8_0", "--split-max-tensors", "12"});
        const fs::path first = work_.at("set-00001-of-00002.gguf");
        std::vector<Words> onSet = all(first);
        onSet.push_back({"merge", first, "-o", output_});
        for (const fs::path& file : {first, work_.at("set-00002-of-00002.gguf")}) {
            add("gguf_set", file, Way::start, onSet);
        }
        for (const auto& [format, preset, option] :
             {std::tuple("bitsandbytes", "NF4", "block_size=64"), std::tuple("bitsandbytes", "NF4-DQ", "block_size=64"),
              std::tuple("bitsandbytes", "LLM.INT8", ""), std::tuple("hqq", "HQQ4", "group_size=64"),
              std::tuple("fbgemm", "FP8", ""), std::tuple("gptq", "GPTQ-4-g128", "group_size=32")}) {
            const fs::path folder = work_.at(preset);
            Words convert{"convert", spm, "-o", folder, "--format", format, "--preset", preset};
            if (*option != '\0') {
                convert.insert(convert.end(), {"--option", option});
            }
            work_.require(convert);
            add(preset, folder / "model.safetensors", Way::safetensors, all(folder));
            add("quantization_config", folder / "config.json", Way::json, all(folder));
        }
    }

    void prepareCompanions() {
        const std::string spm = work_.at("spm");
        const Words shortText{"--text", text_, "--chunks", "1", "--context", "16"};
        const auto withText = [&](Words words) {
            words.insert(words.end(), shortText.begin(), shortText.end());
            return words;
        };
        for (const char* const form : {"gguf", "dat"}) {
            const std::string file = work_.at(std::string("importance.") + form);
            work_.require(withText({"imatrix", spm, "-o", file, "--format", form}));
            add(std::string("importance_") + form, file, *form == 'g' ? Way::start : Way::bytes,
                {{"imatrix-info", file},
                 {"imatrix-info", file, "--model", spm, "--tensors"},
                 {"imatrix-info", file, "--json"},
                 {"plan", spm, "--preset", "Q4_0", "--imatrix", file},
                 {"convert", spm, "-o", output_, "--preset", "Q4_0", "--imatrix", file}});
        }
        const std::string plan = work_.at("plan.json");
        work_.require({"plan", spm, "-o", plan, "--preset", "Q8_0", "--rule", "role:attn_q=Q4_0"});
        add("plan", plan, Way::json,
            {{"plan", spm, "--plan", plan},
             {"plan", spm, "--plan", plan, "--json"},
             {"convert", spm, "-o", output_, "--plan", plan}});
        const std::string sensitivity = work_.at("sensitivity.json");
        work_.require(withText({"sensitivity", spm, "-o", sensitivity, "--groups", "bands"}));
        add("sensitivity", sensitivity, Way::json,
            {{"plan", spm, "--target-bpw", "6", "--sensitivity", sensitivity, "--errors", "nominal"},
             {"pareto", spm, "--sensitivity", sensitivity, "--errors", "nominal"}});
        const std::string measurement = work_.at("measurement.json");
        work_.require(withText({"sensitivity", spm, "-o", measurement, "--measurement"}));
        add("measurement", measurement, Way::json,
            {{"plan", spm, "--format", "exl2", "--preset", "EXL2-4.0", "--measurement", measurement}});
        const std::string types = work_.at("types.txt");
        writeFile(types, "attn_(q|k)=q8_0 ffn_.*=f16\nblk.[0-3].attn_v=q5_0\n");
        add("tensor_types", types, Way::lines,
            {{"plan", spm, "--preset", "Q8_0", "--tensor-type-file", types},
             {"convert", spm, "-o", output_, "--preset", "Q8_0", "--tensor-type-file", types}});
    }

    [[nodiscard]] static std::string damaged(const std::string& whole, Way way, Dice& dice) {
        switch (way) {
        case Way::bytes: return damagedBytes(whole, whole.size(), dice);
        case Way::start: return damagedBytes(whole, std::size_t{64} << dice.below(9), dice);
        case Way::json: return damagedJson(whole, dice);
        case Way::safetensors: return damagedSafetensors(whole, dice);
        case Way::lines: return damagedLines(whole, dice);
        }
        return whole;
    }

    void runOne(std::uint64_t number) {
        Dice dice(settings_.seed * 0x9E3779B97F4A7C15U + number);
        const Target& target = targets_[dice.below(targets_.size())];
        Words command = dice.of(target.commands);
        command.insert(command.end(), {"--threads", dice.oneIn(2) ? "1" : "2"});
        const std::string whole = contentsOf(target.file);
        const std::string input = damaged(whole, target.way, dice);
        writeFile(target.file, input);
        const RunResult run = runForked(command, work_.path());
        const auto why = whyBad(target, command, run);
        writeFile(target.file, whole);
        fs::remove(output_);
        for (const char* const leftover : {"out.gguf.part", "out.gguf.part.journal"}) { // of an input that a resume may help
            fs::remove(work_.at(leftover));
        }
        count(target, run, why.has_value());
        if (why) {
            tell(number, target, command, run, *why);
            keep(number, target, input);
        }
    }

    /// Nothing when all is well.
    [[nodiscard]] std::optional<std::string> whyBad(const Target& target, const Words& command, const RunResult& run) const {
        if (run.isHung) {
            return "hangs";
        }
        if (run.signal != 0) {
            return fmt::format("signal {}", run.signal);
        }
        if (run.exitCode != 0 && run.exitCode != 2) { // 1 blames the machine, which is well
            return fmt::format("exit code {}", run.exitCode);
        }
        if (!isSanitized && run.cpuSeconds > mostSeconds) {
            return fmt::format("takes {:.1f} s", run.cpuSeconds);
        }
        if (!isSanitized && run.peakBytes > mostBytes) {
            return fmt::format("takes {} MiB", run.peakBytes >> 20U);
        }
        if (holdsControls(run.output) || holdsControls(run.errors)) {
            return "prints control characters";
        }
        if (run.exitCode == 2 && fs::exists(output_)) {
            return "leaves an output that it refused to make";
        }
        if (run.exitCode == 2 && run.errors.find(nameToFind(target)) == std::string::npos && !quotesARule(target, run)) {
            return "does not name the file";
        }
        const bool isJson = std::ranges::find(command, "--json") != command.end();
        return isJson && !nlohmann::json::accept(run.output) ? std::optional("no JSON") : std::nullopt;
    }

    /// An error names the damaged file, or the model that it is a part of.
    [[nodiscard]] std::string nameToFind(const Target& target) const {
        if (target.kind == "gguf_set") {
            return "set-0000"; // or the file of the set that was opened
        }
        const fs::path folder = target.file.parent_path();
        return folder == work_.path() ? target.file.filename().string() : folder.filename().string();
    }

    /// Of rules from a list and from options, the error shows which one it means.
    static bool quotesARule(const Target& target, const RunResult& run) {
        return target.kind == "tensor_types" && run.errors.starts_with("quantlathe-cli: The rule ");
    }

    static bool holdsControls(std::string_view text) {
        return std::ranges::any_of(text,
                                   [](char c) {
                                       const auto byte = static_cast<unsigned char>(c);
                                       return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
                                   }) ||
               text.find("\xE2\x80\xAE") != std::string_view::npos;
    }

    struct Tally {
        std::uint64_t runs = 0;
        std::uint64_t accepted = 0;
        std::uint64_t refused = 0;
        std::uint64_t bad = 0;
    };

    void count(const Target& target, const RunResult& run, bool isBad) {
        Tally& tally = tallies_[target.kind];
        ++tally.runs;
        tally.accepted += run.exitCode == 0 ? 1 : 0;
        tally.refused += run.exitCode == 2 ? 1 : 0;
        tally.bad += isBad ? 1 : 0;
        bad_ += isBad ? 1 : 0;
        slowest_ = std::max(slowest_, run.cpuSeconds);
        largest_ = std::max(largest_, run.peakBytes);
    }

    static void tell(std::uint64_t number, const Target& target, const Words& command, const RunResult& run,
                     const std::string& why) {
        fmt::print("number {}: {}: {}\n  {}\n  {}\n", number, target.kind, why, fmt::join(command, " "),
                   run.errors.substr(0, 600));
    }

    void keep(std::uint64_t number, const Target& target, const std::string& input) const {
        if (!settings_.keepingHere.empty()) {
            fs::create_directories(settings_.keepingHere);
            writeFile(fs::path(settings_.keepingHere) / fmt::format("{}-{}", number, target.file.filename().string()), input);
        }
    }

    void report() const {
        fmt::print("{:<22} {:>8} {:>8} {:>8} {:>6}\n", "damaged file", "runs", "read", "refused", "bad");
        Tally total;
        for (const auto& [kind, tally] : tallies_) {
            fmt::print("{:<22} {:>8} {:>8} {:>8} {:>6}\n", kind, tally.runs, tally.accepted, tally.refused, tally.bad);
            total.runs += tally.runs;
            total.accepted += tally.accepted;
            total.refused += tally.refused;
        }
        fmt::print("{:<22} {:>8} {:>8} {:>8} {:>6}\n", "all", total.runs, total.accepted, total.refused, bad_);
        fmt::print("slowest {:.2f} s of processor time, largest {} MiB\n", slowest_, largest_ >> 20U);
    }

    Settings settings_;
    Workplace work_;
    fs::path output_;
    fs::path text_;
    std::vector<Target> targets_;
    std::map<std::string, Tally> tallies_;
    std::uint64_t bad_ = 0;
    double slowest_ = 0;
    std::uint64_t largest_ = 0;
};

std::uint64_t numberFrom(std::string_view word) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size()) {
        throw std::runtime_error("no number: " + std::string(word));
    }
    return number;
}

Settings settingsFrom(int argc, char** argv) {
    Settings settings;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        if (name == "--seed") {
            settings.seed = numberFrom(argv[i + 1]);
        } else if (name == "--first") {
            settings.first = numberFrom(argv[i + 1]);
        } else if (name == "--count") {
            settings.count = numberFrom(argv[i + 1]);
        } else if (name == "--kind") {
            settings.kind = argv[i + 1];
        } else if (name == "--keep") {
            settings.keepingHere = argv[i + 1];
        } else {
            throw std::runtime_error("usage: mutate [--seed N] [--first N] [--count N] [--kind NAME] [--keep FOLDER]");
        }
    }
    return settings;
}

} // namespace
} // namespace quantlathe::reliability

int main(int argc, char** argv) try {
    return quantlathe::reliability::Runner(quantlathe::reliability::settingsFrom(argc, argv)).run() ? 0 : 1;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
}
