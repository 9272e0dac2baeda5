// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/gemm.h"

#include "kernels/matrix_product.h"

namespace quantlathe {

Compute availableCompute(Compute wanted) {
    return wanted == Compute::bf16 && !hasBf16Instructions() ? Compute::f32 : wanted;
}

void multiplyTransposed(ConstMatrix x, ConstMatrix w, float alpha, Matrix out) {
    multiplyMatrices({x.rows, x.columns, w.rows}, alpha, {x.data, x.stride, false}, {w.data, w.stride, true}, false, out.data,
                     out.stride);
}

void multiplyAdd(ConstMatrix x, ConstMatrix y, Matrix out) {
    multiplyMatrices({x.rows, x.columns, y.columns}, 1.0F, {x.data, x.stride, false}, {y.data, y.stride, false}, true, out.data,
                     out.stride);
}

void multiplyLeftTransposed(ConstMatrix x, ConstMatrix y, Matrix out) {
    multiplyMatrices({x.columns, x.rows, y.columns}, 1.0F, {x.data, x.stride, true}, {y.data, y.stride, false}, false, out.data,
                     out.stride);
}

} // namespace quantlathe
