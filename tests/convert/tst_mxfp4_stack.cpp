// SPDX-License-Identifier: GPL-3.0-or-later
// gpt-oss: experts that are stored in MXFP4 keep every code and scale on their way to a GGUF file.
#include "checkpoint/safetensors_writer.h"
#include "convert/convert_support.h"
#include "weights/weight_rows.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <QTemporaryDir>
#include <random>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t hidden = 64;
constexpr std::uint64_t width = 96; // of an expert
constexpr std::uint64_t experts = 4;
constexpr std::size_t groupColumns = 32;
constexpr std::size_t blockBytes = 17;

std::vector<SafetensorsTensor> gptOssTensors() {
    const std::string layer = "model.layers.0.";
    const std::string stack = layer + "mlp.experts.";
    std::vector<SafetensorsTensor> tensors{
        {"lm_head.weight", ElementType::BF16, {40, hidden}, 0},
        {"model.embed_tokens.weight", ElementType::BF16, {40, hidden}, 0},
        {layer + "input_layernorm.weight", ElementType::BF16, {hidden}, 0},
        {stack + "down_proj_bias", ElementType::BF16, {experts, hidden}, 0},
        {stack + "down_proj_blocks", ElementType::U8, {experts, hidden, width / 32, 16}, 0},
        {stack + "down_proj_scales", ElementType::U8, {experts, hidden, width / 32}, 0},
        {stack + "gate_up_proj_bias", ElementType::BF16, {experts, 2 * width}, 0},
        {stack + "gate_up_proj_blocks", ElementType::U8, {experts, 2 * width, hidden / 32, 16}, 0},
        {stack + "gate_up_proj_scales", ElementType::U8, {experts, 2 * width, hidden / 32}, 0},
        {layer + "mlp.router.bias", ElementType::BF16, {experts}, 0},
        {layer + "mlp.router.weight", ElementType::BF16, {experts, hidden}, 0},
        {layer + "post_attention_layernorm.weight", ElementType::BF16, {hidden}, 0},
        {layer + "self_attn.sinks", ElementType::BF16, {4}, 0},
        {"model.norm.weight", ElementType::BF16, {hidden}, 0}};
    for (const auto& [name, rows, columns] : {std::tuple("q_proj", 64, 64), std::tuple("k_proj", 32, 64),
                                              std::tuple("v_proj", 32, 64), std::tuple("o_proj", 64, 64)}) {
        const auto outputs = static_cast<std::uint64_t>(rows);
        tensors.push_back(
            {layer + "self_attn." + name + ".weight", ElementType::BF16, {outputs, static_cast<std::uint64_t>(columns)}, 0});
        tensors.push_back({layer + "self_attn." + name + ".bias", ElementType::BF16, {outputs}, 0});
    }
    return tensors;
}

constexpr const char* config = R"({"architectures": ["GptOssForCausalLM"], "model_type": "gpt_oss", "hidden_size": 64,
"intermediate_size": 96, "num_hidden_layers": 1, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16,
"vocab_size": 40, "num_local_experts": 4, "num_experts_per_tok": 2, "rms_norm_eps": 1e-5, "max_position_embeddings": 131072,
"sliding_window": 128, "rope_theta": 150000, "rope_scaling": {"rope_type": "yarn", "factor": 32.0, "beta_fast": 32.0,
"beta_slow": 1.0, "original_max_position_embeddings": 4096, "truncate": false},
"quantization_config": {"quant_method": "mxfp4", "modules_to_not_convert": ["lm_head"]}})";

/// Value `column` of a row, read as the format has it: two codes a byte, the first in the low half, a scale for 32 of them.
float decoded(std::span<const std::byte> codes, std::span<const std::byte> scales, std::size_t value) {
    constexpr std::array<float, 8> levels{0, 0.5F, 1, 1.5F, 2, 3, 4, 6};
    const int code = (std::to_integer<int>(codes[value / 2]) >> (value % 2 * 4)) & 15;
    const float magnitude =
        std::ldexp(levels[static_cast<std::size_t>(code & 7)], std::to_integer<int>(scales[value / groupColumns]) - 127);
    return (code & 8) != 0 ? -magnitude : magnitude;
}

} // namespace

class TestMxfp4Stack : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    std::shared_ptr<const Model> model_;

    [[nodiscard]] fs::path in(const std::string& name) const { return fs::path(folder_.path().toStdString()) / name; }
    [[nodiscard]] std::span<const std::byte> stored(const std::string& name) const {
        const TensorInfo* const tensor = model_->checkpoint().find("model.layers.0.mlp.experts." + name);
        return tensor != nullptr ? model_->checkpoint().bytes(*tensor) : std::span<const std::byte>();
    }
    /// Every row of a weight against what is stored in row first, first + step … of the stack.
    void compareRows(const std::string& weight, const std::string& stack, std::size_t first, std::size_t step) const {
        const Weight* const found = model_->find(weight);
        QVERIFY(found != nullptr && found->isPacked());
        std::vector<float> values(found->elements());
        readRows(*model_, *found, 0, values);
        const auto columns = static_cast<std::size_t>(found->columns());
        for (std::size_t row = 0; row < found->rows(); ++row) {
            const std::size_t from = (first + row * step) * columns;
            for (std::size_t column = 0; column < columns; ++column) {
                QCOMPARE(values[row * columns + column],
                         decoded(stored(stack + "_blocks"), stored(stack + "_scales"), from + column));
            }
        }
    }
    void compareBlocks(const Checkpoint& written, const std::string& weight, const std::string& stack, std::size_t first,
                       std::size_t step) const {
        const TensorInfo* const tensor = written.find(weight);
        QVERIFY(tensor != nullptr);
        QCOMPARE(tensor->type, ElementType::MXFP4);
        const auto blocks = written.bytes(*tensor);
        const auto columns = static_cast<std::size_t>(tensor->shape.back());
        const std::size_t ofRow = columns / groupColumns;
        const auto codes = stored(stack + "_blocks");
        for (std::size_t block = 0; block < blocks.size() / blockBytes; ++block) {
            const std::size_t group = (first + block / ofRow * step) * ofRow + block % ofRow;
            QCOMPARE(blocks[block * blockBytes], stored(stack + "_scales")[group]);
            for (std::size_t i = 0; i < groupColumns; ++i) {
                const int source = std::to_integer<int>(codes[group * 16 + i / 2]) >> (i % 2 * 4) & 15;
                const int target = std::to_integer<int>(blocks[block * blockBytes + 1 + i % 16]) >> (i / 16 * 4) & 15;
                QCOMPARE(target, source);
            }
        }
    }

private slots:
    void initTestCase() {
        const std::vector<SafetensorsTensor> tensors = gptOssTensors();
        const SafetensorsLayout layout = layOutSafetensors(tensors, {{"format", "pt"}});
        std::vector<std::byte> file = layout.header;
        file.resize(layout.fileBytes);
        std::mt19937 random(5);
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            const auto bytes = std::span(file).subspan(layout.offsets[i], layout.sizes[i]);
            const bool isScale = tensors[i].name.ends_with("_scales");
            const bool isCode = tensors[i].name.ends_with("_blocks");
            for (std::size_t k = 0; k < bytes.size(); ++k) { // floats below one: the upper byte of a BF16 is 0x3D
                const auto any = static_cast<unsigned>(random());
                bytes[k] = static_cast<std::byte>(isScale ? 110U + any % 12U : isCode || k % 2 == 0 ? any & 0xFFU : 0x3DU);
            }
        }
        fs::create_directory(in("model"));
        test::writeAll(in("model") / "model.safetensors", file);
        test::writeAll(in("model") / "config.json", std::as_bytes(std::span(std::string_view(config))));
        model_ = openModel(in("model"));
        QVERIFY2(model_->understood(), model_->notUnderstood().value_or("").c_str());
    }

    void rowsOfGateAndUpAlternate() {
        compareRows("blk.0.ffn_gate_exps.weight", "gate_up_proj", 0, 2);
        compareRows("blk.0.ffn_up_exps.weight", "gate_up_proj", 1, 2);
        compareRows("blk.0.ffn_down_exps.weight", "down_proj", 0, 1);
    }

    void codesAndScalesStayAsTheyAre() {
        Plan plan;
        plan.format = formatById("gguf");
        plan.preset = presetByName(*plan.format, "MXFP4_MOE");
        plan.choices = plan.format->choose(
            *model_, *plan.preset, [](const Weight&) { return WishedEncoding{}; }, nullptr);
        plan.layout = plan.format->layOut(*model_, *plan.preset, plan.choices, nullptr);
        plan.model = model_;
        for (const Choice& choice : plan.choices) {
            QCOMPARE(isLossless(choice), choice.weight->isPacked() || choice.encoding->name() == "F32");
        }
        // Nothing is rounded twice: no leave is needed for that.
        const ConvertReport report = test::convertQuietly(plan, in("out.gguf"), {}, test::smallTuning());
        QVERIFY(report.weights.size() > 10);
        const Checkpoint written = openCheckpoint(in("out.gguf"));
        compareBlocks(written, "blk.0.ffn_gate_exps.weight", "gate_up_proj", 0, 2);
        compareBlocks(written, "blk.0.ffn_up_exps.weight", "gate_up_proj", 1, 2);
        compareBlocks(written, "blk.0.ffn_down_exps.weight", "down_proj", 0, 1);
    }
};

QTEST_APPLESS_MAIN(TestMxfp4Stack)
#include "tst_mxfp4_stack.moc"
