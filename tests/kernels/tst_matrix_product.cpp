// SPDX-License-Identifier: GPL-3.0-or-later
// A factor that is packed once gives the same bits as one that is packed for each product.
#include "kernels/matrix_product.h"

#include "kernels/simd_targets.h"
#include "support/test_support.h"

using namespace quantlathe;

namespace {

struct Shape {
    std::size_t rows, inner, columns;
};

/// Wider and deeper than a block of the product, at its edges, and small.
const std::array shapes{Shape{1, 1, 1},     Shape{7, 3, 5},       Shape{13, 384, 1024}, Shape{5, 385, 1025},
                        Shape{200, 64, 33}, Shape{33, 800, 2100}, Shape{96, 1000, 31}};

} // namespace

class TestMatrixProduct : public QObject {
    Q_OBJECT

private slots:
    void aPackedFactorGivesTheSameBits_data();
    void aPackedFactorGivesTheSameBits();
    void anEmptyFactorGivesZeros();
};

void TestMatrixProduct::aPackedFactorGivesTheSameBits_data() {
    QTest::addColumn<bool>("isTransposed");
    QTest::addColumn<bool>("adds");
    for (const bool isTransposed : {false, true}) {
        for (const bool adds : {false, true}) {
            QTest::addRow("%s, %s", isTransposed ? "transposed" : "as it is", adds ? "added" : "new") << isTransposed << adds;
        }
    }
}

void TestMatrixProduct::aPackedFactorGivesTheSameBits() {
    QFETCH(const bool, isTransposed);
    QFETCH(const bool, adds);
    for (const Shape& shape : shapes) {
        const std::size_t gap = 3;
        const std::size_t stride = (isTransposed ? shape.inner : shape.columns) + gap;
        const std::vector<float> left = test::normalValues(shape.rows * shape.inner, 1);
        const std::vector<float> right = test::normalValues((isTransposed ? shape.columns : shape.inner) * stride, 2);
        const std::vector<float> before = test::normalValues(shape.rows * shape.columns, 3);
        const Factor factor{right.data(), stride, isTransposed};
        test::onEachSimdTarget([&](const char* target) {
            std::vector<float> expected = before;
            multiplyMatrices({shape.rows, shape.inner, shape.columns}, 0.5F, {left.data(), shape.inner}, factor, adds,
                             expected.data(), shape.columns);
            const PackedFactor packed(factor, shape.inner, shape.columns);
            std::vector<float> found = before;
            multiplyMatrices(shape.rows, 0.5F, {left.data(), shape.inner}, packed, adds, found.data(), shape.columns);
            QVERIFY2(found == expected, target);
        });
    }
}

void TestMatrixProduct::anEmptyFactorGivesZeros() {
    const PackedFactor none;
    QVERIFY(none.isEmpty());
    const std::vector<float> right(6);
    const PackedFactor packed({right.data(), 3}, 0, 3);
    QVERIFY(packed.isEmpty());
    std::vector<float> out(6, 1.0F);
    multiplyMatrices(2, 1.0F, {nullptr, 0}, packed, false, out.data(), 3);
    QCOMPARE(out, std::vector<float>(6, 0.0F));
}

QTEST_APPLESS_MAIN(TestMatrixProduct)
#include "tst_matrix_product.moc"
