// SPDX-License-Identifier: GPL-3.0-or-later
// Views of PyTorch tensors: every value from where the strides say, whatever way it is read.
#include "weights/statistics.h"
#include "weights/strided_values.h"
#include "weights/weight_rows.h"

// oneTBB's headers come before Qt's.
#include "checkpoint/pytorch_files.h"
#include "support/test_support.h"

#include <cstring>
#include <numeric>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlathe;
using namespace quantlathe::test;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t stored = 4000;

/// Value i of the storage is i.
std::string storageBytes() {
    std::string bytes;
    for (std::uint64_t i = 0; i < stored; ++i) {
        bytes += numberBytes(static_cast<float>(i));
    }
    return bytes;
}

/// What the definition says.
float expected(const TensorInfo& tensor, std::uint64_t offset, std::uint64_t index) {
    for (std::size_t i = tensor.shape.size(); i-- > 0;) {
        offset += index % tensor.shape[i] * tensor.strides[i];
        index /= tensor.shape[i];
    }
    return static_cast<float>(offset);
}

struct View {
    const char* name;
    std::int64_t offset;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
};
const std::vector<View> views{
    {"transposed", 0, {40, 96}, {1, 40}},
    {"columns", 7, {30, 50}, {90, 1}},
    {"steps", 3, {20, 16}, {160, 3}},
    {"far", 0, {3, 8}, {7, 400}},
    {"expanded", 5, {6, 32}, {0, 1}},
    {"constant", 9, {4, 32}, {0, 0}},
    {"permuted", 2, {4, 6, 5}, {1, 20, 4}},
    {"transposed stack", 0, {3, 8, 10}, {90, 1, 8}},
    {"vector", 1, {64}, {11}},
};

std::string modelFile() {
    PickleText pickle;
    pickle.raw("}(");
    for (const View& view : views) {
        pickle.text(view.name).tensor("FloatStorage", "0", stored, view.offset, view.shape, view.strides);
    }
    pickle.raw("u");
    return zipArchive({{"m/data.pkl", pickle.done(), 0, 0, {}}, {"m/data/0", storageBytes(), 0, 0, {}}});
}

} // namespace

class TestStridedValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const std::string file = modelFile();
        path_ = fs::path(folder_.path().toStdString()) / "pytorch_model.bin";
        writeAll(path_, std::as_bytes(std::span(file)));
        model_ = openModel(path_);
        QCOMPARE(model_->weights().size(), views.size());
    }

    void readsAnyRangeOfValues() {
        const std::string bytes = storageBytes();
        for (const View& view : views) {
            TensorInfo tensor;
            tensor.type = ElementType::F32;
            tensor.shape.assign(view.shape.begin(), view.shape.end());
            tensor.strides.assign(view.strides.begin(), view.strides.end());
            const ReadBytes read = [&](std::uint64_t offset, std::span<std::byte> into) {
                QVERIFY(offset + into.size() <= tensor.extent());
                std::memcpy(into.data(), bytes.data() + offset, into.size());
            };
            const std::uint64_t all = tensor.elements();
            for (const std::uint64_t first : {std::uint64_t{0}, all / 3, all - 1}) {
                for (const std::uint64_t count : {std::uint64_t{1}, all / 2, all}) {
                    std::vector<float> values(static_cast<std::size_t>(std::min(count, all - first)));
                    readStrided(tensor, first, std::as_writable_bytes(std::span(values)), read);
                    for (std::size_t i = 0; i < values.size(); ++i) {
                        QCOMPARE(values[i], expected(tensor, 0, first + i));
                    }
                }
            }
        }
    }

    void givesRowsAndStatistics() {
        ThreadArena arena(2);
        for (const View& view : views) {
            const Weight* const weight = model_->find(view.name);
            QVERIFY(weight != nullptr);
            const TensorInfo& tensor = *model_->checkpoint().find(view.name);
            std::vector<float> values(static_cast<std::size_t>(weight->elements()));
            readRows(*model_, *weight, 0, values);
            for (std::size_t i = 0; i < values.size(); ++i) {
                QCOMPARE(values[i], expected(tensor, static_cast<std::uint64_t>(view.offset), i));
            }
            Progress progress;
            const WeightStatistics statistics = computeStatistics(*model_, *weight, arena, progress, CancelToken());
            const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
            QVERIFY2(std::abs(statistics.mean - mean) <= 1e-6 * mean, view.name);
        }
    }

private:
    QTemporaryDir folder_;
    fs::path path_;
    std::shared_ptr<const Model> model_;
};

QTEST_GUILESS_MAIN(TestStridedValues)
#include "tst_strided_values.moc"
