// SPDX-License-Identifier: GPL-3.0-or-later
// Whole conversions of a synthetic Llama with a billion BF16 weights: against `cp` of the same file with a warm cache, and
// against the scalar oracle's encoders alone. Options: --weights MILLIONS --threads N --folder FOLDER --rounds N.
#include "base/numeric.h"
#include "convert/job.h"
#include "model/model.h"
#include "oracle/oracle.h"
#include "plan/plan.h"
#include "support/test_support.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <unistd.h>
#include <vector>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Settings {
    std::uint64_t millions = 1000;
    int threads = 2;
    int rounds = 3;
    fs::path folder = fs::temp_directory_path();
};

/// Shapes of a model with 2048 features, grouped attention and the sample model's vocabulary; as many layers as fit.
struct Shapes {
    static constexpr std::uint64_t hidden = 2048;
    static constexpr std::uint64_t ffn = 5632;
    static constexpr std::uint64_t heads = 32;
    static constexpr std::uint64_t kvHeads = 4;
    static constexpr std::uint64_t kv = hidden / heads * kvHeads;
    static constexpr std::uint64_t vocabulary = 4096;
    static constexpr std::uint64_t layer = 2 * hidden * hidden + 2 * kv * hidden + 3 * hidden * ffn + 2 * hidden;
    std::uint64_t layers = 1;

    explicit Shapes(std::uint64_t weights)
        : layers(std::max<std::uint64_t>(1, (weights - 2 * vocabulary * hidden + layer / 2) / layer)) {}

    [[nodiscard]] std::vector<std::pair<std::string, std::vector<std::uint64_t>>> tensors() const {
        std::vector<std::pair<std::string, std::vector<std::uint64_t>>> all{
            {"model.embed_tokens.weight", {vocabulary, hidden}}};
        for (std::uint64_t i = 0; i < layers; ++i) {
            const std::string prefix = fmt::format("model.layers.{}.", i);
            all.push_back({prefix + "input_layernorm.weight", {hidden}});
            all.push_back({prefix + "self_attn.q_proj.weight", {hidden, hidden}});
            all.push_back({prefix + "self_attn.k_proj.weight", {kv, hidden}});
            all.push_back({prefix + "self_attn.v_proj.weight", {kv, hidden}});
            all.push_back({prefix + "self_attn.o_proj.weight", {hidden, hidden}});
            all.push_back({prefix + "post_attention_layernorm.weight", {hidden}});
            all.push_back({prefix + "mlp.gate_proj.weight", {ffn, hidden}});
            all.push_back({prefix + "mlp.up_proj.weight", {ffn, hidden}});
            all.push_back({prefix + "mlp.down_proj.weight", {hidden, ffn}});
        }
        all.push_back({"model.norm.weight", {hidden}});
        all.push_back({"lm_head.weight", {vocabulary, hidden}});
        return all;
    }
};

/// Normal values, drawn from a table of 65536 of them so that a gigabyte takes a second.
class Values {
public:
    Values() {
        const std::vector<float> normal = test::normalValues(table_.size(), 7);
        std::ranges::transform(normal, table_.begin(), bf16FromFloat);
    }
    void fill(std::span<std::uint16_t> values) {
        for (std::uint16_t& value : values) {
            state_ = state_ * 6364136223846793005U + 1442695040888963407U;
            value = table_[state_ >> 48U];
        }
    }

private:
    std::vector<std::uint16_t> table_ = std::vector<std::uint16_t>(65536);
    std::uint64_t state_ = 42;
};

void writeModel(const fs::path& folder, std::uint64_t weights) {
    const Shapes shapes(weights);
    fs::create_directories(folder);
    for (const char* const name : {"tokenizer.json", "tokenizer.model", "tokenizer_config.json", "special_tokens_map.json"}) {
        fs::copy_file(test::resourceFile("sample") / name, folder / name, fs::copy_options::overwrite_existing);
    }
    nlohmann::json config = nlohmann::json::parse(std::ifstream(test::resourceFile("sample/config.json")));
    config["hidden_size"] = Shapes::hidden;
    config["intermediate_size"] = Shapes::ffn;
    config["num_hidden_layers"] = shapes.layers;
    config["num_attention_heads"] = Shapes::heads;
    config["num_key_value_heads"] = Shapes::kvHeads;
    config["head_dim"] = Shapes::hidden / Shapes::heads;
    std::ofstream(folder / "config.json") << config;

    nlohmann::ordered_json header;
    std::uint64_t offset = 0;
    for (const auto& [name, shape] : shapes.tensors()) {
        std::uint64_t bytes = 2;
        for (const std::uint64_t dimension : shape) {
            bytes *= dimension;
        }
        header[name] = {{"dtype", "BF16"}, {"shape", shape}, {"data_offsets", {offset, offset + bytes}}};
        offset += bytes;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');
    std::ofstream file(folder / "model.safetensors", std::ios::binary);
    const std::uint64_t length = text.size();
    file.write(reinterpret_cast<const char*>(&length), sizeof length);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    Values values;
    std::vector<std::uint16_t> buffer(1U << 20U);
    for (std::uint64_t left = offset / 2; left > 0;) {
        const std::size_t count = std::min<std::uint64_t>(left, buffer.size());
        values.fill(std::span(buffer).first(count));
        file.write(reinterpret_cast<const char*>(buffer.data()), static_cast<std::streamsize>(2 * count));
        left -= count;
    }
    file.flush();
    if (!file) {
        throw Error(ErrorKind::failed, "Cannot write the model", {}, folder);
    }
}

double secondsOfCopy(const fs::path& from, const fs::path& to) {
    fs::remove(to);
    const std::string command = fmt::format("cp '{}' '{}'", from.string(), to.string());
    const auto start = Clock::now();
    if (std::system(command.c_str()) != 0) {
        throw Error(ErrorKind::failed, "cp failed");
    }
    const double seconds = secondsSince(start);
    fs::remove(to);
    return seconds;
}

/// What the oracle's encoders alone would take for all weights of the plan on one thread, without reading or writing.
double secondsOfOracle(const Plan& plan) {
    constexpr std::size_t columns = 2048;
    const std::vector<float> values = test::normalValues(columns * 256, 3);
    std::map<std::string_view, double> perWeight;
    double sum = 0;
    for (const Choice& choice : plan.choices) {
        const auto type = elementTypeOf(*choice.encoding);
        if (!type || !info(*type).isBlocked()) {
            continue;
        }
        auto [known, isNew] = perWeight.try_emplace(choice.encoding->name(), 0.0);
        if (isNew) {
            std::vector<std::byte> stored(choice.encoding->bytes(values.size() / columns, columns));
            double best = 1e9;
            for (int round = 0; round < 3; ++round) {
                const auto start = Clock::now();
                oracle::encode(*type, values, columns, {}, stored);
                best = std::min(best, secondsSince(start));
            }
            known->second = best / static_cast<double>(values.size());
        }
        sum += known->second * static_cast<double>(choice.weight->elements());
    }
    return sum;
}

ConvertReport runOnce(const Plan& plan, const fs::path& destination, int threads) {
    fs::remove_all(destination);
    Progress progress;
    const CancelToken cancel;
    ConvertOptions options;
    options.threads = threads;
    ConvertReport report = convert(plan, destination, options, progress, cancel);
    fs::remove_all(destination);
    return report;
}

void bench(const Settings& settings, const fs::path& folder) {
    writeModel(folder, settings.millions * 1'000'000);
    const fs::path source = folder / "model.safetensors";
    const auto sourceBytes = static_cast<double>(fs::file_size(source));
    const auto model = openModel(folder);
    fmt::print("{} weights, {:.2f} GB of BF16, {} threads, warm cache; best of {} rounds\n", model->parameters(),
               sourceBytes / 1e9, settings.threads, settings.rounds);
    double copySeconds = 1e9;
    for (int round = 0; round < settings.rounds; ++round) {
        copySeconds = std::min(copySeconds, secondsOfCopy(source, folder / "copy"));
    }
    fmt::print("{:<10} {:>8.2f} s {:>8.0f} MB/s\n", "cp", copySeconds, sourceBytes / 1e6 / copySeconds);
    constexpr auto runs = std::to_array<std::pair<const char*, const char*>>({{"gguf", "Q8_0"},
                                                                              {"gguf", "Q4_K_M"},
                                                                              {"gguf", "BF16"},
                                                                              {"bitsandbytes", "NF4"},
                                                                              {"bitsandbytes", "NF4-DQ"},
                                                                              {"bitsandbytes", "LLM.INT8"},
                                                                              {"hqq", "HQQ4"},
                                                                              {"fbgemm", "FP8"},
                                                                              {"fbgemm", "INT4"}});
    for (const auto& [format, preset] : runs) {
        PlanDocument document;
        document.format = format;
        document.preset = preset;
        const Plan plan = makePlan(model, document);
        ConvertReport best;
        best.seconds = 1e9;
        for (int round = 0; round < settings.rounds; ++round) {
            ConvertReport report = runOnce(plan, folder / "out", settings.threads);
            if (report.seconds < best.seconds) {
                best = std::move(report);
            }
        }
        const double oracleSeconds = secondsOfOracle(plan);
        fmt::print("{:<10} {:>8.2f} s {:>8.0f} MB/s of the source, {:.0f} % of cp, peak RSS {:.0f} MB, relative error {:.4f}",
                   preset, best.seconds, sourceBytes / 1e6 / best.seconds, 100 * copySeconds / best.seconds,
                   static_cast<double>(best.peakResidentBytes) / 1e6, best.relativeError);
        if (oracleSeconds > 0) {
            fmt::print("; scalar encoders alone: {:.1f} s on one thread ({:.1f} x), {:.1f} s on {} ({:.1f} x)", oracleSeconds,
                       oracleSeconds / best.seconds, oracleSeconds / settings.threads, settings.threads,
                       oracleSeconds / settings.threads / best.seconds);
        }
        fmt::print("\n");
    }
}

Settings settingsFrom(std::span<char* const> arguments) {
    Settings settings;
    for (std::size_t i = 1; i + 1 < arguments.size(); i += 2) {
        const std::string_view name = arguments[i];
        if (name == "--weights") {
            settings.millions = std::strtoull(arguments[i + 1], nullptr, 10);
        } else if (name == "--threads") {
            settings.threads = std::atoi(arguments[i + 1]);
        } else if (name == "--rounds") {
            settings.rounds = std::atoi(arguments[i + 1]);
        } else if (name == "--folder") {
            settings.folder = arguments[i + 1];
        }
    }
    return settings;
}

} // namespace

int main(int argc, char** argv) {
    const Settings settings = settingsFrom(std::span(argv, static_cast<std::size_t>(argc)));
    const fs::path folder = settings.folder / fmt::format("quantlathe-bench-{}", ::getpid());
    int result = 0;
    try {
        bench(settings, folder);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        result = 1;
    }
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return result;
}
