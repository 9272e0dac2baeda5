// SPDX-License-Identifier: GPL-3.0-or-later
#include "small_models.h"

#include "checkpoint/pytorch_files.h"
#include "model/byte_level.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

namespace quantlathe::reliability {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::int64_t hidden = 64;
constexpr std::int64_t feedForward = 128;
constexpr std::int64_t keyRows = 32;
constexpr int layers = 2;
constexpr int bytePieces = 256;

struct Tensor {
    std::string name;
    std::vector<std::int64_t> shape;

    [[nodiscard]] std::int64_t elements() const {
        std::int64_t product = 1;
        for (const std::int64_t size : shape) {
            product *= size;
        }
        return product;
    }
};

/// The three special tokens, the bytes, and a few words that merges make of them.
const std::vector<std::string>& words() {
    static const std::vector<std::string> list{"th", "the", "er", "an", "and"};
    return list;
}

std::int64_t vocabularySize() {
    return 3 + bytePieces + static_cast<std::int64_t>(words().size());
}

std::vector<Tensor> llamaTensors() {
    std::vector<Tensor> tensors{{"model.embed_tokens.weight", {vocabularySize(), hidden}},
                                {"lm_head.weight", {vocabularySize(), hidden}},
                                {"model.norm.weight", {hidden}}};
    for (int layer = 0; layer < layers; ++layer) {
        const std::string at = "model.layers." + std::to_string(layer) + '.';
        tensors.push_back({at + "input_layernorm.weight", {hidden}});
        tensors.push_back({at + "self_attn.q_proj.weight", {hidden, hidden}});
        tensors.push_back({at + "self_attn.k_proj.weight", {keyRows, hidden}});
        tensors.push_back({at + "self_attn.v_proj.weight", {keyRows, hidden}});
        tensors.push_back({at + "self_attn.o_proj.weight", {hidden, hidden}});
        tensors.push_back({at + "post_attention_layernorm.weight", {hidden}});
        tensors.push_back({at + "mlp.gate_proj.weight", {feedForward, hidden}});
        tensors.push_back({at + "mlp.up_proj.weight", {feedForward, hidden}});
        tensors.push_back({at + "mlp.down_proj.weight", {hidden, feedForward}});
    }
    return tensors;
}

/// BF16 values that repeat nowhere soon; norms near one.
std::string valuesOf(const Tensor& tensor) {
    std::string bytes;
    std::uint32_t state = 12345;
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        state = state * 1664525U + 1013904223U;
        const float spread = (static_cast<float>(state >> 8U) / 16777216.0F - 0.5F) * 0.2F;
        const float value = tensor.shape.size() == 1 ? 1.0F + spread : spread;
        std::uint32_t bits = 0;
        std::memcpy(&bits, &value, sizeof bits);
        bytes += static_cast<char>((bits >> 16U) & 0xFFU);
        bytes += static_cast<char>(bits >> 24U);
    }
    return bytes;
}

std::string safetensorsOf(const std::vector<Tensor>& tensors) {
    Json header = Json::object();
    std::string data;
    for (const Tensor& tensor : tensors) {
        const std::string values = valuesOf(tensor);
        header[tensor.name] = {
            {"dtype", "BF16"}, {"shape", tensor.shape}, {"data_offsets", {data.size(), data.size() + values.size()}}};
        data += values;
    }
    const std::string text = header.dump();
    return test::numberBytes(static_cast<std::uint64_t>(text.size())) + text + data;
}

Json config() {
    return {{"architectures", {"LlamaForCausalLM"}},
            {"model_type", "llama"},
            {"hidden_size", hidden},
            {"intermediate_size", feedForward},
            {"num_hidden_layers", layers},
            {"num_attention_heads", 4},
            {"num_key_value_heads", 2},
            {"vocab_size", vocabularySize()},
            {"max_position_embeddings", 128},
            {"rms_norm_eps", 1e-5},
            {"rope_theta", 10000.0},
            {"rope_scaling",
             {{"rope_type", "llama3"},
              {"factor", 8.0},
              {"low_freq_factor", 1.0},
              {"high_freq_factor", 4.0},
              {"original_max_position_embeddings", 64}}},
            {"tie_word_embeddings", false},
            {"bos_token_id", 1},
            {"eos_token_id", 2},
            {"torch_dtype", "bfloat16"}};
}

/// A field of a protocol buffer with a length before it.
std::string lengthField(int number, const std::string& contents) {
    std::string field(1, static_cast<char>(number * 8 + 2));
    std::size_t length = contents.size();
    for (; length >= 0x80; length >>= 7U) {
        field += static_cast<char>((length & 0x7FU) | 0x80U);
    }
    return field + static_cast<char>(length) + contents;
}

std::string piece(const std::string& text, float score, int type) {
    const std::string scoreField = '\x15' + test::numberBytes(score);
    return lengthField(1, lengthField(1, text) + scoreField + '\x18' + static_cast<char>(type));
}

std::string sentencePieceModel() {
    std::string model = piece("<unk>", 0, 2) + piece("<s>", 0, 3) + piece("</s>", 0, 3);
    for (int byte = 0; byte < bytePieces; ++byte) {
        constexpr const char* digits = "0123456789ABCDEF";
        model += piece(std::string("<0x") + digits[byte / 16] + digits[byte % 16] + '>', 0, 6);
    }
    float score = -1;
    for (const std::string& word : words()) {
        model += piece(word, score--, 1);
    }
    const std::string isPairEncoding = "\x18\x02";       // trainer_spec.model_type
    const std::string fallsBackToBytes = "\x98\x02\x01"; // trainer_spec.byte_fallback
    return model + lengthField(2, isPairEncoding + fallsBackToBytes);
}

std::vector<std::string> merges() {
    return {"t h", "th e", "e r", "a n", "an d"};
}

Json byteLevelVocabulary() {
    Json vocabulary{{"<unk>", 0}, {"<s>", 1}, {"</s>", 2}};
    int id = 3;
    for (int byte = 0; byte < bytePieces; ++byte) {
        const char character = static_cast<char>(byte);
        vocabulary[withStandIns(std::string_view(&character, 1))] = id++;
    }
    for (const std::string& word : words()) {
        vocabulary[word] = id++;
    }
    return vocabulary;
}

Json tokenizerJson() {
    Json added = Json::array();
    for (const auto& [text, id] : {std::pair("<unk>", 0), std::pair("<s>", 1), std::pair("</s>", 2)}) {
        added.push_back({{"id", id}, {"content", text}, {"special", true}, {"normalized", false}, {"lstrip", false}});
    }
    return {
        {"version", "1.0"},
        {"added_tokens", added},
        {"normalizer", nullptr},
        {"pre_tokenizer", {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", true}}},
        {"decoder", {{"type", "ByteLevel"}}},
        {"model", {{"type", "BPE"}, {"byte_fallback", false}, {"vocab", byteLevelVocabulary()}, {"merges", merges()}}}};
}

Json tokenizerConfig(Vocabulary vocabulary) {
    Json decoder = Json::object();
    for (const auto& [id, text] : {std::pair("0", "<unk>"), std::pair("1", "<s>"), std::pair("2", "</s>")}) {
        decoder[id] = {{"content", text}, {"special", true}};
    }
    return {{"added_tokens_decoder", decoder},
            {"bos_token", "<s>"},
            {"eos_token", "</s>"},
            {"add_bos_token", true},
            {"tokenizer_class", vocabulary == Vocabulary::sentencePiece ? "LlamaTokenizer" : "GPT2Tokenizer"}};
}

void writeVocabulary(const fs::path& folder, Vocabulary vocabulary) {
    writeFile(folder / "tokenizer_config.json", tokenizerConfig(vocabulary).dump(1));
    if (vocabulary == Vocabulary::sentencePiece) {
        writeFile(folder / "tokenizer.model", sentencePieceModel());
    } else if (vocabulary == Vocabulary::tokenizerJson) {
        writeFile(folder / "tokenizer.json", tokenizerJson().dump());
    } else {
        writeFile(folder / "vocab.json", byteLevelVocabulary().dump());
        std::string lines = "#version: 0.2\n";
        for (const std::string& merge : merges()) {
            lines += merge + '\n';
        }
        writeFile(folder / "merges.txt", lines);
    }
}

void writeCompanions(const fs::path& folder) {
    writeFile(folder / "config.json", config().dump(1));
    writeFile(folder / "generation_config.json", R"({"top_k": 40, "top_p": 0.9, "temperature": 0.6, "eos_token_id": 2})");
    writeFile(folder / "README.md", "---\nlicense: mit\nlanguage:\n- en\ntags: [small, \"test\"]\nbase_model: org/base-1B-v2\n"
                                    "description: >-\n  A small\n  model\n---\n# Model\n");
    writeFile(folder / "chat_template.jinja", "{% for m in messages %}{{ m.content }}{% endfor %}\n");
}

test::ZipMember member(std::string name, std::string contents) {
    test::ZipMember stored;
    stored.name = std::move(name);
    stored.contents = std::move(contents);
    return stored;
}

/// One storage a tensor, as a zip archive.
std::string pyTorchFile(const std::vector<Tensor>& tensors) {
    test::PickleText pickle;
    pickle.raw("}(");
    std::vector<test::ZipMember> members;
    for (const Tensor& tensor : tensors) {
        const std::string key = std::to_string(members.size());
        const std::vector<std::int64_t> strides =
            tensor.shape.size() == 1 ? std::vector<std::int64_t>{1} : std::vector<std::int64_t>{tensor.shape[1], 1};
        pickle.text(tensor.name).tensor("BFloat16Storage", key, tensor.elements(), 0, tensor.shape, strides);
        members.push_back(member("archive/data/" + key, valuesOf(tensor)));
    }
    members.insert(members.begin(), member("archive/data.pkl", pickle.raw("u").done()));
    members.push_back(member("archive/version", "3\n"));
    return test::zipArchive(members);
}

} // namespace

std::string contentsOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw std::runtime_error("cannot read " + file.string());
    }
    return {std::istreambuf_iterator<char>(stream), {}};
}

void writeFile(const fs::path& file, std::string_view contents) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(contents.data(), static_cast<std::streamsize>(contents.size()));
    stream.close();
    if (!stream) {
        throw std::runtime_error("cannot write " + file.string());
    }
}

void writeLlama(const fs::path& folder, Vocabulary vocabulary) {
    fs::create_directories(folder);
    writeCompanions(folder);
    writeVocabulary(folder, vocabulary);
    writeFile(folder / "model.safetensors", safetensorsOf(llamaTensors()));
}

void writeShardedLlama(const fs::path& folder) {
    fs::create_directories(folder);
    writeCompanions(folder);
    writeVocabulary(folder, Vocabulary::sentencePiece);
    const std::vector<Tensor> tensors = llamaTensors();
    const auto middle = tensors.begin() + static_cast<std::ptrdiff_t>(tensors.size() / 2);
    Json map = Json::object();
    int number = 1;
    for (const std::vector<Tensor>& some : {std::vector(tensors.begin(), middle), std::vector(middle, tensors.end())}) {
        const std::string name = "model-0000" + std::to_string(number++) + "-of-00002.safetensors";
        writeFile(folder / name, safetensorsOf(some));
        for (const Tensor& tensor : some) {
            map[tensor.name] = name;
        }
    }
    writeFile(folder / "model.safetensors.index.json", Json{{"metadata", {{"total_size", 1}}}, {"weight_map", map}}.dump(1));
}

void writePyTorchLlama(const fs::path& folder) {
    fs::create_directories(folder);
    writeCompanions(folder);
    writeVocabulary(folder, Vocabulary::sentencePiece);
    writeFile(folder / "pytorch_model.bin", pyTorchFile(llamaTensors()));
}

} // namespace quantlathe::reliability
