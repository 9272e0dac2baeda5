<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Drawings</name>
    <message>
        <source>a weight</source>
        <translation>一个权重</translation>
    </message>
    <message>
        <source>4 bits: sixteen levels, code 9 is stored</source>
        <translation>4 位：十六个量化级，存储编码 9</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>系数</translation>
    </message>
    <message>
        <source>a block of weights</source>
        <translation>一块权重</translation>
    </message>
    <message>
        <source>is stored</source>
        <translation>实际存储</translation>
    </message>
    <message>
        <source>memory of the card</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>16 bits: slow</source>
        <translation>16 位：慢</translation>
    </message>
    <message>
        <source>4 bits: fast</source>
        <translation>4 位：快</translation>
    </message>
    <message>
        <source>probability of each next token</source>
        <translation>每个后续 token 的概率</translation>
    </message>
    <message>
        <source>original</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>quantized</source>
        <translation>量化后</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV 缓存</translation>
    </message>
    <message>
        <source>compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>overhead</source>
        <translation>开销</translation>
    </message>
    <message>
        <source>free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>the memory of the card</source>
        <translation>显存容量</translation>
    </message>
    <message>
        <source>layers; darker has more bits</source>
        <translation>层；颜色越深位数越多</translation>
    </message>
    <message>
        <source>how much each column is used</source>
        <translation>每列的使用程度</translation>
    </message>
    <message>
        <source>error that is allowed there</source>
        <translation>该处允许的误差</translation>
    </message>
    <message>
        <source>one channel stretches the scale of all</source>
        <translation>一个通道拉大了所有权重的缩放系数</translation>
    </message>
    <message>
        <source>one scale of the scales, in 16 bits</source>
        <translation>缩放系数的系数，16 位</translation>
    </message>
    <message>
        <source>256 weights</source>
        <translation>256 个权重</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8 位</translation>
    </message>
    <message>
        <source>blocks of NF4</source>
        <translation>NF4 块</translation>
    </message>
    <message>
        <source>their scales, quantized again</source>
        <translation>其缩放系数，再次量化</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>after</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>activations</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>rounded</source>
        <translation>已舍入</translation>
    </message>
    <message>
        <source>corrected by the error</source>
        <translation>按误差修正</translation>
    </message>
    <message>
        <source>row&apos;s scale</source>
        <translation>行系数</translation>
    </message>
    <message>
        <source>sign, 4 bits of exponent, 3 of mantissa</source>
        <translation>符号、4 位指数、3 位尾数</translation>
    </message>
    <message>
        <source>first code book</source>
        <translation>第一个码本</translation>
    </message>
    <message>
        <source>second code book</source>
        <translation>第二个码本</translation>
    </message>
    <message>
        <source>eight weights</source>
        <translation>八个权重</translation>
    </message>
    <message>
        <source>levels between the weights</source>
        <translation>量化级落在权重之间</translation>
    </message>
    <message>
        <source>zero point moved</source>
        <translation>零点已移动</translation>
    </message>
    <message>
        <source>3 bits in small groups</source>
        <translation>小组内 3 位</translation>
    </message>
    <message>
        <source>outliers in 16 bits</source>
        <translation>离群值 16 位</translation>
    </message>
</context>
<context>
    <name>GuideTexts</name>
    <message>
        <source>written</source>
        <translation>可写出</translation>
    </message>
    <message>
        <source>explained</source>
        <translation>仅说明</translation>
    </message>
    <message>
        <source>This version of Quantlathe explains the family but does not write it yet.</source>
        <translation>此版本的 Quantlathe 仅介绍该系列，尚不能写出。</translation>
    </message>
</context>
<context>
    <name>HtmlReport</name>
    <message>
        <source>%1, %2 tokens, KV cache %3, batch %4</source>
        <translation>%1，上下文 %2 token，KV 缓存 %3，批大小 %4</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Loads in</source>
        <translation>可用于</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation>每权重位数</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>显存余量</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>token/s</translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation>相对误差</translation>
    </message>
    <message>
        <source>Guided by the importance matrix %1: %2.</source>
        <translation>由重要性矩阵 %1 引导：%2。</translation>
    </message>
    <message>
        <source>Encoding of every weight; darker means more bits</source>
        <translation>各权重的编码；颜色越深，位数越多</translation>
    </message>
    <message>
        <source>What each encoding takes</source>
        <translation>各编码所占大小</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>the first that matches wins</source>
        <translation>以首条匹配的规则为准</translation>
    </message>
    <message>
        <source>plan.json, for quantlathe-cli convert --plan</source>
        <translation>plan.json，用于 quantlathe-cli convert --plan</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Memory is an estimate, speed a range. Users: share of surveyed users whose card holds it (%1, %2).</source>
        <translation>显存为估计值，速度为范围。用户：显卡装得下的受访用户占比（%1，%2）。</translation>
    </message>
    <message>
        <source>Errors were not measured.</source>
        <translation>未测量误差。</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Histogram of %1</source>
        <translation>%1 的直方图</translation>
    </message>
    <message>
        <source>Every tensor as CSV</source>
        <translation>全部张量（CSV）</translation>
    </message>
    <message>
        <source>%1, a report by Quantlathe</source>
        <translation>%1，Quantlathe 报告</translation>
    </message>
    <message>
        <source>Made by Quantlathe %1, %2.</source>
        <translation>由 Quantlathe %1 生成，%2。</translation>
    </message>
</context>
<context>
    <name>ImportanceTexts</name>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 及另外 %2 个</translation>
    </message>
    <message>
        <source>%1 of %2 matrices covered</source>
        <translation>已覆盖 %1 个矩阵，共 %2 个</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>File type</source>
        <translation>文件形式</translation>
    </message>
    <message>
        <source>GGUF</source>
        <translation>GGUF</translation>
    </message>
    <message>
        <source>older .dat</source>
        <translation>旧式 .dat</translation>
    </message>
    <message>
        <source>Calibration texts</source>
        <translation>校准文本</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>未注明</translation>
    </message>
    <message>
        <source>Chunks</source>
        <translation>文本段</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%1 段，每段 %2 个 token</translation>
    </message>
    <message>
        <source>Covered</source>
        <translation>已覆盖</translation>
    </message>
    <message>
        <source>%1 of %2 matrices</source>
        <translation>%1 个矩阵，共 %2 个</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Another width</source>
        <translation>宽度不符</translation>
    </message>
    <message>
        <source>Experts never used</source>
        <translation>从未用到的专家</translation>
    </message>
    <message>
        <source>Entries of no weight</source>
        <translation>无对应权重的条目</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>covered</source>
        <translation>已覆盖</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>other width</source>
        <translation>宽度不符</translation>
    </message>
    <message>
        <source>The calibration text never reached %1 of %2 experts; their columns count evenly</source>
        <translation>校准文本从未用到 %2 个专家中的 %1 个；这些专家的各列同等对待</translation>
    </message>
    <message>
        <source>The importance matrix has values for every input column</source>
        <translation>重要性矩阵包含每个输入列的值</translation>
    </message>
    <message>
        <source>The importance matrix has no values: all columns count evenly</source>
        <translation>重要性矩阵没有对应的值：各列同等对待</translation>
    </message>
    <message>
        <source>The importance matrix has %1 values, the tensor needs %2: they are ignored</source>
        <translation>重要性矩阵有 %1 个值，张量需要 %2 个：这些值被忽略</translation>
    </message>
</context>
<context>
    <name>ModelTexts</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1, × %2</source>
        <translation>%1，× %2</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1，原始上下文 %2</translation>
    </message>
    <message>
        <source>SentencePiece</source>
        <translation>SentencePiece</translation>
    </message>
    <message>
        <source>byte-level BPE</source>
        <translation>字节级 BPE</translation>
    </message>
    <message>
        <source>%1, 1 file</source>
        <translation>%1，1 个文件</translation>
    </message>
    <message>
        <source>%1, %2 files</source>
        <translation>%1，%2 个文件</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Element type</source>
        <translation>元素类型</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Trained context</source>
        <translation>训练上下文</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>token</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>词表大小</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Hidden size</source>
        <translation>隐藏维度</translation>
    </message>
    <message>
        <source>Attention heads</source>
        <translation>注意力头</translation>
    </message>
    <message>
        <source>%1, of %2 each</source>
        <translation>%1 个，每个 %2 维</translation>
    </message>
    <message>
        <source>KV heads</source>
        <translation>KV 头</translation>
    </message>
    <message>
        <source>%1 (grouped-query)</source>
        <translation>%1（分组查询）</translation>
    </message>
    <message>
        <source>FFN size</source>
        <translation>FFN 维度</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>专家</translation>
    </message>
    <message>
        <source>%1, %2 at once</source>
        <translation>%1 个，每次激活 %2 个</translation>
    </message>
    <message>
        <source>Sliding window</source>
        <translation>滑动窗口</translation>
    </message>
    <message>
        <source>RoPE base</source>
        <translation>RoPE 基数</translation>
    </message>
    <message>
        <source>RoPE scaling</source>
        <translation>RoPE 缩放</translation>
    </message>
    <message>
        <source>Norm epsilon</source>
        <translation>归一化 epsilon</translation>
    </message>
    <message>
        <source>Output tied to embedding</source>
        <translation>输出与嵌入共享</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>KV cache per token</source>
        <translation>每 token 的 KV 缓存</translation>
    </message>
    <message>
        <source>%1 KiB at f16</source>
        <translation>%1 KiB（f16）</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>%1, %2 entries</source>
        <translation>%1，%2 个条目</translation>
    </message>
    <message>
        <source>Special tokens</source>
        <translation>特殊 token</translation>
    </message>
    <message>
        <source>Beginning of text</source>
        <translation>文本开始</translation>
    </message>
    <message>
        <source>End of text</source>
        <translation>文本结束</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>对话模板</translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation>%1 个字符</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 个文件</translation>
    </message>
    <message>
        <source>Beside them: %1</source>
        <translation>同文件夹中还有：%1</translation>
    </message>
    <message>
        <source>Feed-forward</source>
        <translation>前馈</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Norms and others</source>
        <translation>归一化及其他</translation>
    </message>
    <message>
        <source>All %1 tensors inside their files, no overlaps</source>
        <translation>全部 %1 个张量均位于文件范围内，无重叠</translation>
    </message>
    <message>
        <source>Every tensor has a known role</source>
        <translation>每个张量的角色均已知</translation>
    </message>
    <message>
        <source>Statistics work, converting does not.</source>
        <translation>可以查看统计，但不能转换。</translation>
    </message>
    <message>
        <source>The source is already quantized (%1)</source>
        <translation>源模型已经过量化（%1）</translation>
    </message>
    <message>
        <source>A second rounding adds to the first. Use the BF16 file when you have it.</source>
        <translation>再次舍入会叠加误差。如有 BF16 文件，应使用该文件。</translation>
    </message>
    <message>
        <source>Contents not read yet: NaN, infinite values, outliers</source>
        <translation>内容尚未读取：NaN、无穷值、离群值</translation>
    </message>
    <message>
        <source>No NaN, no infinite values</source>
        <translation>没有 NaN，没有无穷值</translation>
    </message>
    <message>
        <source>1 tensor holds NaN or infinite values</source>
        <translation>1 个张量含有 NaN 或无穷值</translation>
    </message>
    <message>
        <source>%1 tensors hold NaN or infinite values</source>
        <translation>%1 个张量含有 NaN 或无穷值</translation>
    </message>
    <message>
        <source>No value lies more than 20 σ out</source>
        <translation>没有偏离超过 20 σ 的值</translation>
    </message>
    <message>
        <source>1 tensor holds outliers beyond 20 σ</source>
        <translation>1 个张量含有超过 20 σ 的离群值</translation>
    </message>
    <message>
        <source>%1 tensors hold outliers beyond 20 σ</source>
        <translation>%1 个张量含有超过 20 σ 的离群值</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>GB</source>
        <translation>GB</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>kB</source>
        <translation>kB</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>MiB</translation>
    </message>
    <message>
        <source>GiB</source>
        <translation>GiB</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>M</source>
        <translation>M</translation>
    </message>
    <message>
        <source>k</source>
        <translation>k</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>MB/s</source>
        <translation>MB/s</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
</context>
<context>
    <name>PlanFacts</name>
    <message>
        <source>pure</source>
        <translation>单一编码</translation>
    </message>
    <message>
        <source>output as stored</source>
        <translation>输出矩阵保持原样</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 个文件</translation>
    </message>
    <message>
        <source>%1, high effort</source>
        <translation>%1，高精细度</translation>
    </message>
    <message>
        <source>Planned mix</source>
        <translation>规划组合</translation>
    </message>
</context>
<context>
    <name>ProblemTexts</name>
    <message>
        <source>Not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>Close other programs, then try again.</source>
        <translation>关闭其他程序，然后重试。</translation>
    </message>
    <message>
        <source>This did not work</source>
        <translation>操作未成功</translation>
    </message>
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation>隐藏“%1”</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>No picture format is called .%1. Use .png, .svg or .csv.</source>
        <translation>没有名为 .%1 的图片格式。可用 .png、.svg 或 .csv。</translation>
    </message>
    <message>
        <source>Export the chart</source>
        <translation>导出图表</translation>
    </message>
    <message>
        <source>Picture (*.png);;Drawing (*.svg);;Numbers (*.csv)</source>
        <translation>图片 (*.png);;矢量图 (*.svg);;数据 (*.csv)</translation>
    </message>
    <message>
        <source>wrote %1</source>
        <translation>已写入 %1</translation>
    </message>
    <message>
        <source>Histogram of %1</source>
        <translation>%1 的直方图</translation>
    </message>
    <message>
        <source>no memory and compare charts: %1</source>
        <translation>没有显存图和比较图：%1</translation>
    </message>
    <message>
        <source>The numbers as CSV</source>
        <translation>数据（CSV）</translation>
    </message>
    <message>
        <source>Export as PNG, SVG or CSV (Ctrl+E); drag from here into another program</source>
        <translation>导出为 PNG、SVG 或 CSV (Ctrl+E)；从此处拖到其他程序</translation>
    </message>
</context>
<context>
    <name>TensorRows</name>
    <message>
        <source>%1 bias</source>
        <translation>%1 偏置</translation>
    </message>
    <message>
        <source>layer %1, %2</source>
        <translation>第 %1 层，%2</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>({:g} × {:.2f} GB ÷ {:g} GB/s + {:.2f} ms){} = {:.2f} ms a token ({}), ± {:.0f} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>({}) × {} sequences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>.weight_format is {}; only 0, row by row, is loaded by today&apos;s bitsandbytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 440 MiB for driver, kernels and a desktop: measured on an RTX 3060, within 130 MiB for five models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 bit: the signs and a scale; for models trained that way</source>
        <translation>1 位：符号加缩放系数；适用于以此方式训练的模型</translation>
    </message>
    <message>
        <source>1 is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1.6 bits, three levels, the smallest for any model; needs an importance matrix</source>
        <translation>1.6 位，三值，可用于任何模型的最小预设；需要重要性矩阵</translation>
    </message>
    <message>
        <source>1.7 bits for weights of three levels; for models trained that way</source>
        <translation>1.7 位，用于三值权重；适用于以此方式训练的模型</translation>
    </message>
    <message>
        <source>1.75 bits, three levels; needs an importance matrix</source>
        <translation>1.75 位，三值；需要重要性矩阵</translation>
    </message>
    <message>
        <source>1: groups run along the rows, which fast kernels need. 0: along the columns, often a smaller error.</source>
        <translation>1：组沿行划分，快速内核需要这样。0：组沿列划分，误差往往更小。</translation>
    </message>
    <message>
        <source>2 bits for weights of three levels; for models trained that way</source>
        <translation>2 位，用于三值权重；适用于以此方式训练的模型</translation>
    </message>
    <message>
        <source>2 bits nearly everywhere; needs an importance matrix</source>
        <translation>几乎全部为 2 位；需要重要性矩阵</translation>
    </message>
    <message>
        <source>2 bits with a scale, blocks of 64; for models trained that way</source>
        <translation>2 位加缩放系数，每块 64 个；适用于以此方式训练的模型</translation>
    </message>
    <message>
        <source>2 bits; value, output and down projections in 3 to 4 bits</source>
        <translation>2 位；value、output 和 down 投影为 3 至 4 位</translation>
    </message>
    <message>
        <source>2 × {} layers × {} cells × {} heads × {} × {:g} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2.1 bits from a code book; needs an importance matrix</source>
        <translation>2.1 位，基于码本；需要重要性矩阵</translation>
    </message>
    <message>
        <source>2.3 bits from a code book; needs an importance matrix</source>
        <translation>2.3 位，基于码本；需要重要性矩阵</translation>
    </message>
    <message>
        <source>2.3 to 3.4 bits from code books; needs an importance matrix</source>
        <translation>2.3 至 3.4 位，基于码本；需要重要性矩阵</translation>
    </message>
    <message>
        <source>2.6 to 3.4 bits from code books; needs an importance matrix</source>
        <translation>2.6 至 3.4 位，基于码本；需要重要性矩阵</translation>
    </message>
    <message>
        <source>3 bits in every matrix but the output</source>
        <translation>除输出矩阵外，所有矩阵均为 3 位</translation>
    </message>
    <message>
        <source>3 bits; value, output and down projections in 4 to 5 bits</source>
        <translation>3 位；value、output 和 down 投影为 4 至 5 位</translation>
    </message>
    <message>
        <source>3 bits; value, output and down projections in 5 bits</source>
        <translation>3 位；value、output 和 down 投影为 5 位</translation>
    </message>
    <message>
        <source>3.1 to 3.4 bits from code books; needs an importance matrix</source>
        <translation>3.1 至 3.4 位，基于码本；需要重要性矩阵</translation>
    </message>
    <message>
        <source>3.4 bits from a code book in every matrix</source>
        <translation>所有矩阵均为 3.4 位，基于码本</translation>
    </message>
    <message>
        <source>3.4 bits from a code book; value, output and down projections in part in 4 bits</source>
        <translation>3.4 位，基于码本；value、output 和 down 投影部分为 4 位</translation>
    </message>
    <message>
        <source>4 bits with non-linear levels, blocks of 256; smaller than Q4_K_S</source>
        <translation>4 位，非线性量化级，每块 256 个；比 Q4_K_S 更小</translation>
    </message>
    <message>
        <source>4 bits with non-linear levels, blocks of 32</source>
        <translation>4 位，非线性量化级，每块 32 个</translation>
    </message>
    <message>
        <source>4 bits; a few early matrices in 5 bits</source>
        <translation>4 位；少数靠前的矩阵为 5 位</translation>
    </message>
    <message>
        <source>4 bits; half of the value and down projections in 6 bits</source>
        <translation>4 位；一半的 value 和 down 投影为 6 位</translation>
    </message>
    <message>
        <source>400 MiB for driver and kernels on a card without a desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5 bits in every matrix but the output</source>
        <translation>除输出矩阵外，所有矩阵均为 5 位</translation>
    </message>
    <message>
        <source>5 bits; half of the value and down projections in 6 bits</source>
        <translation>5 位；一半的 value 和 down 投影为 6 位</translation>
    </message>
    <message>
        <source>6 bits a weight in every matrix</source>
        <translation>所有矩阵均为每权重 6 位</translation>
    </message>
    <message>
        <source>8 bits a weight; hardly any loss</source>
        <translation>每权重 8 位；几乎无损</translation>
    </message>
    <message>
        <source>A .safetensors, .gguf or PyTorch .bin file can be opened, or the folder that holds the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A Sequence must have a list &quot;normalizers&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A Sequence must have a list &quot;pretokenizers&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A TemplateProcessing must have a list &quot;single&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A byte-level vocabulary with tokenizer.ggml.add_space_prefix.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key has 1 to {} bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A matrix in torchao&apos;s plain INT4 layout has scales in two dimensions: groups × rows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A matrix of this shape cannot be there: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A matrix product failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A merge of the tokenizer is not as expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mix cannot be planned while layers are pruned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mix cannot be planned with a pure preset or an output matrix that is left as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name for the result is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A pattern must be {{&quot;Regex&quot;: …}} or {{&quot;String&quot;: …}} and not empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A pattern of the tokenizer cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A pattern of the tokenizer cannot be used on this text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A pre-tokenizer belongs to one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A rule has no condition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A second rounding adds to the first. Use the BF16 file when you have it, or allow the double loss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A shipped file is missing: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A solver moves the zero point of every group until few weights are far off, in seconds and without any text to calibrate on. Every layer may have bits and groups of its own; below three bits calibrated formats lose less.</source>
        <translation>求解器移动每组的零点，直到只有少数权重偏差较大；只需几秒，无需校准文本。每层可有自己的位数和组大小；低于 3 位时，经校准的格式损失更小。</translation>
    </message>
    <message>
        <source>A special token of its template has no ids.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A step is of the type &quot;{}&quot;. Known are Sequence, ByteLevel, Split, Digits, Punctuation, Whitespace, WhitespaceSplit, CharDelimiterSplit and Metaspace.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A step is of the type &quot;{}&quot;. Known are Sequence, Prepend, Replace, NFC, NFD, NFKC, NFKD, Lowercase, Strip and StripAccents.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tensor ._weight_act_pre_scale is not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tensor {} is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tensor {} of an HQQ layer is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tensor {} of an HQQ layer is not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A text cannot be run through this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A text or a number in it cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A token in it has no id below {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A token is listed twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A token lies beyond the vocabulary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A token of the vocabulary is no valid UTF-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A token of the vocabulary is too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value is infinite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value is not a number (NaN)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value is not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A weight is described twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A weight is not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A weight is {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A weight of another model cannot be painted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A {} of {} does not fit into {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All linear layers in 8-bit floating point, a scale a row; activations too while the model runs</source>
        <translation>所有线性层采用 8 位浮点，每行一个缩放系数；模型运行时激活值也是如此</translation>
    </message>
    <message>
        <source>All weights in 32-bit floats</source>
        <translation>所有权重采用 32 位浮点</translation>
    </message>
    <message>
        <source>Another calibration writes this file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another conversion is writing this file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As a matrix with these scales it is not possible: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As a matrix, {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked for by {}. There are {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At byte {} of its pickle it asks for {}.{}. Only state dicts are read: nothing that a pickle names is ever run. Save model.state_dict(), or the model as safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At byte {} of its pickle: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At byte {}: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At byte {}: {}. Download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At character {}: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Axis</source>
        <translation>轴</translation>
    </message>
    <message>
        <source>Big-endian GGUF files are not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block size</source>
        <translation>块大小</translation>
    </message>
    <message>
        <source>Upper bound of activations</source>
        <translation>激活值上限</translation>
    </message>
    <message>
        <source>Calibrating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot ask for the free space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot close the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot create the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot list the files of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot lock the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot map the file into memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot open the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot open the file for writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot read at byte {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot read back at byte {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot read the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot read the file&apos;s size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot read the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot remove what an earlier run left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot remove what an interrupted run left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot rename the finished file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot replace the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot reserve {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot set the file&apos;s length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot write at byte {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot write the file to the disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the disk; nothing was kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking what is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an encoding of the family FBGEMM for FP8.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name or allow it to be replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name or remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name or replace it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Codes (.W_q) cannot be read without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute type</source>
        <translation>计算类型</translation>
    </message>
    <message>
        <source>Convert the model to safetensors and open that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convert the original model again with a current tool.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Converted: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create it or choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk full at {} of {} on {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop the folder that holds it and the weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eight bits, a scale a row; outliers of the activations are computed in 16 bits</source>
        <translation>8 位，每行一个缩放系数；激活值的离群值以 16 位计算</translation>
    </message>
    <message>
        <source>Eight bits: hardly any error, half the size of 16 bits</source>
        <translation>8 位：几乎没有误差，大小为 16 位的一半</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation type="unfinished">编码</translation>
    </message>
    <message>
        <source>Every tensor as it is stored: to split, merge or relabel a model</source>
        <translation>每个张量保持存储时的原样：用于拆分、合并模型或改写其标注</translation>
    </message>
    <message>
        <source>Expected a JSON object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected a list of {} names of kinds of layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected an object with the id of every token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected are scales in F16, BF16 or F32; quantized scales are not supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected are two numbers of I64.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected is a byte-level one: tokenizer.json, or vocab.json and merges.txt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected is a short text as a vector of U8.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected is one flag of U8.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected is one number of I32.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected is “{}”, the type of the scales.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected tokenizer.ggml.merges in its metadata.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected tokenizer.ggml.tokens in its metadata.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected tokenizer.model or tokenizer.json beside its weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Experts in 4-bit floats, all other matrices in 8 bits</source>
        <translation>专家采用 4 位浮点，其余矩阵均为 8 位</translation>
    </message>
    <message>
        <source>FP4 whose scales are quantized to eight bits</source>
        <translation>FP4，其缩放系数量化为 8 位</translation>
    </message>
    <message>
        <source>FP8 and INT4 belong to different loaders (fbgemm_fp8 and torchao): a folder holds one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FP8 as Meta made Llama 3.1 405B: feed-forward matrices only, first and last layer whole</source>
        <translation>FP8，与 Meta 制作 Llama 3.1 405B 的方式相同：仅量化前馈矩阵，首层和末层保持不变</translation>
    </message>
    <message>
        <source>FP8: activations above it are cut off while the model runs. 1200 is the loaders&apos; default.</source>
        <translation>FP8：模型运行时，超过此值的激活值会被截断。加载器的默认值为 1200。</translation>
    </message>
    <message>
        <source>Found {}. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Four bits as tiny floating-point numbers; larger error than NF4</source>
        <translation>4 位，采用微型浮点数；误差比 NF4 大</translation>
    </message>
    <message>
        <source>Four bits at the quantiles of a normal distribution, a scale for every block</source>
        <translation>4 位，取正态分布的分位数，每块一个缩放系数</translation>
    </message>
    <message>
        <source>Four bits with scale and offset for every group (torchao&apos;s Int4Tensor)</source>
        <translation>4 位，每组带缩放系数和偏移（torchao 的 Int4Tensor）</translation>
    </message>
    <message>
        <source>Four bits: the library&apos;s default</source>
        <translation>4 位：该库的默认设置</translation>
    </message>
    <message>
        <source>Free {} or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free {}, then resume. Nothing has to be done twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free {}, then try again. Nothing was left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GGUF has no element type {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GGUF has no such tensor type.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GGUF has no tensor type {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GGUF version 1 is not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give a number such as 4.25.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it a glob, a regex, a role or layers; the glob * stands for every weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group size</source>
        <translation>组大小</translation>
    </message>
    <message>
        <source>HDF5 files are not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HQQ keeps its scales in F16, BF16 or F32, not in {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HQQ stores finite numbers only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half-quadratic solver</source>
        <translation>半二次求解器</translation>
    </message>
    <message>
        <source>In its pickle: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In {}: {}. Write it without nested repetitions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspection only: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It begins in row {}, column {} (counted from 0).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It belongs to GGUF files. Leave it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It ends at {}, inside {} that starts at {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has a quant_state for NF4 and one for FP4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has more than {} steps, or chains inside chains.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has no &quot;{}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has no object &quot;model&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has no options.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has {} bytes, a file may have {}. Choose a larger limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has {} bytes, at most {} are allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has {} bytes, at most {} are read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has {} bytes, fewer than {} are expected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has {} bytes; the description of a matrix has at most {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has {} rows and {} columns; at most {} of each can be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has {} rows of {} columns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has {} tokens, at least {} are needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has {} tokens, one window has {}. Take a longer text or a shorter context.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has {} tokens, the model has learned {} positions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It holds complex numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It holds no reliable month.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It holds two pickles named data.pkl.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It holds {} values of {}, {} needs {} of {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It holds {}. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is &quot;{}&quot;, expected softmax or sigmoid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is a number from {:g} to {:g}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is a transposed part of a quantized matrix, which cannot be decoded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is a zip archive without data.pkl, so torch.save did not write it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is larger than 64 MiB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is of the type &quot;{}&quot;. Known are Sequence, TemplateProcessing, ByteLevel, RobertaProcessing and BertProcessing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is one of {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is stored as {}, which can be listed but not decoded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is stored as {}, which cannot be written yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is stored in parts: its values have no stored order of their own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is that of the token {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is true or false.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is {}, expected {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It must be a list of U8, the bytes of a JSON text; it is {} in {} dimensions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It must be one JSON object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It names {} weights and {} of their groups.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It needs values of an importance matrix for this weight (--imatrix).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It needs {} bytes, the file has room for {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It scales the inputs of the layer, so the stored weight alone says nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stands at position {} of sequence {}; the model knows the tokens 0 to {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stands in row {}, column {} (counted from 0).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stands in {}; HQQ stores finite numbers only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was chosen for {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was made for a dry run, to be looked at only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was made from a SentencePiece model. Put that model&apos;s tokenizer.model into the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It would count {}, the form holds 32-bit numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its &quot;quant_type&quot; is &quot;{}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its &quot;shape&quot; is not possible: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its elements change places, which {} does not allow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its embedding has the tokens 0 to {}. Tokenizer and weights do not belong together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its general.type is not &quot;imatrix&quot;. Choose a file made by llama-imatrix.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its general.type is not &quot;{}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its list of tokens is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its model has a {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its model is &quot;{}&quot;, expected BPE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its model is &quot;{}&quot;, supported is BPE (others only as a SentencePiece tokenizer.model).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its model leaves merges out at random (dropout).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its pickle has {} bytes, at most {} are read. A state dict holds tensors beside the pickle, not in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its row length {} is not a multiple of {}, and a pure file has no replacements. Give it another encoding, or leave --pure out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its row length {} is not a multiple of {}, and {} has no replacement. Choose F16 or BF16.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its rows have {} columns, not a multiple of {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its shape is {} in the original and {} in the converted model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its tensors hold {} bytes, which does not fit {} rows of {} columns in {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its version is not {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its weights are quantized already. Start from the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV cache: {}. Plan for a file size instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the files of the source, or limit their size, or their number of tensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key {} is missing, expected {} as in {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key {} is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key {} is {}, but the {} files hold {} tensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key {} is {}, expected {} as in {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key {} says it is one of {} files, but its name does not end in -00001-of-{:05}.gguf or the like, so the others cannot be found. Give all of them their names back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known are {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave one of the two wishes for output.weight out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {} is not two parts with a blank between them, or there are more than {} lines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load it with PyTorch and save it again with torch.save, or convert the model to safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loaders leave it in 16 bits; small models lose much when it is quantized.</source>
        <translation>加载器将其保留为 16 位；小模型量化它损失很大。</translation>
    </message>
    <message>
        <source>Looked in: {}. Install the program again or set QUANTLATHE_RESOURCES.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matrices in bfloat16, as most models are published</source>
        <translation>矩阵采用 bfloat16，与多数模型发布时相同</translation>
    </message>
    <message>
        <source>Matrices in half precision; large BF16 values can overflow</source>
        <translation>矩阵采用半精度；较大的 BF16 值可能溢出</translation>
    </message>
    <message>
        <source>Measure with another format, for example gguf: sensitivities hold for every format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring sensitivities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meta&apos;s kernels for large cards: FP8 multiplies weights and activations in 8-bit floating point, INT4 stores four bits with a scale and an offset for every group. Both are made in one pass without calibration; older cards cannot run them.</source>
        <translation>Meta 面向大型显卡的内核：FP8 以 8 位浮点将权重与激活值相乘，INT4 存储 4 位，每组带缩放系数和偏移。两者均一遍完成，无需校准；较旧的显卡无法运行。</translation>
    </message>
    <message>
        <source>Metadata {} at byte {}: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minimums and the list of encodings leave nothing smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More than {} are not searched. Open the model&apos;s file itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More than {} files; choose a larger limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More than {} levels of objects and arrays are not accepted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moves the zero points in up to 20 steps; without it codes are only rounded.</source>
        <translation>以至多 20 步移动零点；关闭时只对编码值舍入。</translation>
    </message>
    <message>
        <source>NF4 whose scales are quantized to eight bits: 0.4 bits a weight smaller</source>
        <translation>NF4，其缩放系数量化为 8 位：每权重少 0.4 位</translation>
    </message>
    <message>
        <source>NaN or infinity appears behind the last layer. The output matrix or the final norm is damaged, or its numbers overflow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN or infinity appears in {} of blk.{}. Its weights are damaged, or their numbers overflow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No context is short enough.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No encoding is left for {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file can hold so much.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file of {} can be written on {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No layer would be left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No plan has a predicted KL divergence of {:g} or less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No plan of this model fits {} with {} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No preset of {} can be used for this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of its {} entries names a weight of the model; the first are {}. The model&apos;s are {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of that name, role or layer can be given an encoding in this model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing would be stored as {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NumPy files are not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older 4-bit blocks with a scale; fast everywhere</source>
        <translation>旧式 4 位块，带缩放系数；在各种设备上都快</translation>
    </message>
    <message>
        <source>Older 4-bit blocks with scale and minimum</source>
        <translation>旧式 4 位块，带缩放系数和最小值</translation>
    </message>
    <message>
        <source>Older 5-bit blocks with a scale</source>
        <translation>旧式 5 位块，带缩放系数</translation>
    </message>
    <message>
        <source>Older 5-bit blocks with scale and minimum</source>
        <translation>旧式 5 位块，带缩放系数和最小值</translation>
    </message>
    <message>
        <source>One bit: for experiments</source>
        <translation>1 位：用于实验</translation>
    </message>
    <message>
        <source>One file with everything in it, for any machine: CPU, every kind of graphics card, or both at once. The widest choice of sizes, from 16 bits down to less than 2, mixed weight by weight.</source>
        <translation>一个文件包含全部内容，适用于任何机器：CPU、各类显卡或两者并用。大小选择最广，从 16 位到不足 2 位，可逐个权重混合。</translation>
    </message>
    <message>
        <source>One has {} tokens, the other {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only GGUF files are split and merged. Convert it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only a part of its tensor belongs to it: it has no stored order of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only little-endian files can be read. Save the model again on another machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open one of them: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PCRE2 error {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Piece {} ends beyond its file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Piece {} overlaps what comes before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pin the weights that are decided instead, for example output.weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Programs are not run. Save model.state_dict(), or the model as safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prune fewer layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantize the output matrix</source>
        <translation>量化输出矩阵</translation>
    </message>
    <message>
        <source>Reason: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason: {}. Choose another encoding for it, or leave it as it is ({}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RoPE scaling of type &quot;{}&quot; is not known for this architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row {}, column {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say with a preset which ones go together: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scales or zero points are quantized themselves, as releases of hqq before 0.2.2 could do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sequence {} has no tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sequence {} is too long for this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shard {} of {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steam hardware survey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage {} of tensor {} at byte {} has {} bytes, {} are expected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage {} of tensor {} is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor {} (byte {}) is not named in {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor {} (byte {}) stands in {} too. Open one of the files on its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor {} at byte {}: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor {} is here at byte {}, {} says it is in {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor {} is not in {}, where the index says it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor {} stands in an earlier file of the set too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor {} stands in another one too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor {} starts at byte {} of the file, inside the tensor before it, which ends at byte {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor {} starts at byte {} of the file, leaving a hole behind the tensor before it, which ends at byte {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor {}: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TensorFlow Lite files are not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text could not be brought into a normal form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Gram matrices of a layer do not fit the memory allowed for them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SentencePiece library cannot use this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The activations of layer {} are not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The added token &quot;{}&quot; has the id {}, the vocabulary has {} tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The behavior &quot;{}&quot; is not known. Known are Isolated, Removed, MergedWithPrevious, MergedWithNext and Contiguous.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best one has {:.3g}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint has no such tensor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The codes are labelled as floating point numbers, as for distributed training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The codes of a matrix in torchao&apos;s plain INT4 layout have two dimensions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The context is too long for this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The context is too short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The count of {} is {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The description of a matrix does not fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The description of an HQQ layer makes no sense</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk gives other bytes back than were written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The download was answered with a page. Sign in or accept the licence there, then download again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The entry &quot;{}&quot; must have a whole number as its name and a content.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The error is near byte {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file exists already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is shorter than it was. Delete it to start anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is too large for what it should be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file itself was not downloaded. Run git lfs pull in its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file system or a limit on the size of files (ulimit -f) stops before. Choose another folder or raise the limit, then resume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file system or a limit on the size of files (ulimit -f) stops before. Choose another folder or raise the limit, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file was changed while the model was read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The group of row {}, column {} holds values from {} to {}. Keep this weight in 16 bits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The group of {} holds {} and {}; their distance exceeds the largest float.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The header at byte {}: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The header says at byte 0 that it is {} bytes long, at most {} are allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The header says at byte 0 that it is {} bytes long, the file has {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The id is {}, the vocabulary has {} tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The id of &quot;{}&quot; is no whole number below {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The id {} stands for &quot;{}&quot; and &quot;{}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ids of this vocabulary are not as expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The importance has {} values, the weight has {} rows of {} columns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The importance matrix belongs to another model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The importance matrix does not fit the legacy form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The index and the files do not fit together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interrupted run cannot be continued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last tensor ends at byte {}, but {} more bytes follow that belong to none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layout of the output contradicts its plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The limit for a file is smaller than the first tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list has {} values, the model has {} layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of encodings, the minimums and what its shape allows have nothing in common.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The logits are not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The memory that this model needs is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The merge {} is &quot;{}&quot;, expected two texts of byte stand-ins with a blank between them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The merge {} is &quot;{}&quot;, expected two tokens whose joined text is a token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The minimum {} matches no weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model does not say how many blocks it has ({})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model has no weight {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model has no weight {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model has {} blocks; the name of an expert&apos;s tensor must say which one it is in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model has {} layers, counted from 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model says no architecture (general.architecture)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model was changed while it was read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model would be cut into too many files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The models have vocabularies of different size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The normalizer of this tokenizer is not understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The normalizer of this tokenizer makes the text too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order of an LLM.int8() weight is not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The outermost value must be an object, it is {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output can be split in one way only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output matrix cannot be left as it is and get an encoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The path names only a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pin {} matches no weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pins ask for {}, which not all of them can have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan is for {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan leaves every linear layer as it is. Loaders want at least one that is quantized.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan was made for another model. Remove the entry or open the right model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The post-processor of this tokenizer is not understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pre-tokenizer &quot;{}&quot; is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pre-tokenizer of this tokenizer is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pre-tokenizer of this tokenizer is not understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reference has another vocabulary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The regular expression {} cannot be searched for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The regular expression {} is not valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The replacement of a step Metaspace must be one character.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The result is written under this name first, and no interrupted conversion left it. Choose another name or remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The result would replace its own source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The row has {} columns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rule {} matches no weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scale of block {} of {} (row {}, column {}; byte {} of the file) is not a finite number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scales of an FP8 matrix do not fit it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scales of an FP8 matrix have a strange type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score of a token is no number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The smallest one needs {} (weights {}, KV cache {}, compute {}, overhead {}), and {} of {} stay free. {} {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The smallest plan has {}, of which {} are pinned weights; {} is the pinned {} in {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The smallest plan has {}, of which {} are pinned weights; {} is {} in {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The smallest plan has {}, of which {} is {} in {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The smallest plan has {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The source is already quantized ({})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The split keys say how the output is cut into files; the program writes them itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sums of {} have different lengths.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor .channel_wise of an HQQ layer says something that is not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor .view_as_float of an HQQ layer says something that is not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor .weight does not fit to .SCB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor .weight has another form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor .weight is not possible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor {} contradicts its name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor {} does not describe a matrix of bitsandbytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor {} has another form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor {} has other values than bitsandbytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor {} is neither sums nor counts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor {} of an HQQ layer is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor {} of an HQQ layer says something that is not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text at byte {}: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text becomes other tokens than with {}, from token {} on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text for {} is too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text is too short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token {} has {} bytes, at most {} are expected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token {} is &quot;{}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokenizer makes token {}, which the model does not know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokenizer of this model has no merges</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokens of this vocabulary are too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two models have no weight in common</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The type of scales and zero points, and what the weights are decoded to. float16 is the library&apos;s default.</source>
        <translation>缩放系数和零点的类型，也是权重解码后的类型。该库的默认值为 float16。</translation>
    </message>
    <message>
        <source>The type that NF4 and FP4 weights are decoded to for multiplying.</source>
        <translation>NF4 和 FP4 权重在相乘时解码成的类型。</translation>
    </message>
    <message>
        <source>The value for {} is not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value {} is too large for {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The values of a group lie too far apart for {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The values of {} hold {}; sums of squares are finite and not negative.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The version at byte 4 is 1, expected 2 or 3. Convert the model again with a current tool.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The version at byte 4 reads {:#x} in little-endian order. Convert the file on a little-endian machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The vocabulary in its tokenizer.json is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weight of LLM.int8() is a matrix of I8: output × input features.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights are missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {} at {} is {}, which cannot be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are [{}] for [{}] weights, expected one, one a row, or one for every block of {} × {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no calibration statistics of {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no levels of {} at column {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are {} tokens, but the largest id is {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no folder {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no format {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no layer {} to prune</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model in this folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no text to run through the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no type {}; there are int, float, bool and str.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to merge: it is one file already. Give any file of a set, for example model-00001-of-00003.gguf.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is one scale for the whole matrix.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These are no valid sensitivities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These files do not belong together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These sensitivities belong to another model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These sensitivities have another version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They are of {} layers, the model has {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They are stored as {}, expected F32, F16 or BF16.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They were measured on {}, the model is {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This GGUF file is no importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This GGUF model is not split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This JSON file is nested too deeply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This JSON file is not as expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This architecture has another kind of tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cannot be written as GGUF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This checkpoint is not valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This folder holds several models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This folder holds too many files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This folder holds {} GGUF models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This folder is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a Git LFS pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a PyTorch file in the container from before version 1.6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a file from before GGUF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a pickle, not a PyTorch file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a web page, not a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is an archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no GGUF model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no hardware survey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no model&apos;s configuration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no table of graphics cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no token of the vocabulary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no valid GGUF file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no valid JSON file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no valid SentencePiece model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no valid file of calibration statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no valid importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no valid index of weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no valid list of merges</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no valid plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no valid safetensors file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no valid tokenizer.json</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no valid vocabulary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a regular file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kind of tokenizer is not known for such a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kind of tokenizer is not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model cannot become {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model has no tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model has no vocabulary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This plan has another version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This split GGUF set does not fit together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This text is too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This vocabulary has lost its scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three bits, packed ten to a 32-bit word</source>
        <translation>3 位，每 10 个打包成一个 32 位字</translation>
    </message>
    <message>
        <source>Token {} is outside the vocabulary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two bits: small groups are needed to keep the model usable</source>
        <translation>2 位：需要较小的组，模型才能保持可用</translation>
    </message>
    <message>
        <source>Two tokens have the same id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two weights of the model have the same name in this format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type of scales</source>
        <translation>缩放系数类型</translation>
    </message>
    <message>
        <source>Unicode&apos;s normal forms are not available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unpack it and open the file or folder inside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up to the token {} they are too long to be put together from others; this one has {} bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value {} is {} and should be {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value {} of {} (row {}, column {}; byte {} of the file) is not a finite number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values {} to {} were asked for, it has {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for it to end, cancel it, or choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for it, or choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until nothing writes to it any more, then convert again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until nothing writes to it any more, then open it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights are rounded in blocks, without any text to calibrate on, and decoded on the fly while the model runs. The usual base for fine-tuning with QLoRA; other formats of the same size answer faster.</source>
        <translation>权重按块舍入，无需校准文本，模型运行时即时解码。QLoRA 微调的常用基础；同等大小的其他格式响应更快。</translation>
    </message>
    <message>
        <source>Weights lie too far apart for HQQ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of a row that share a scale and an offset in INT4. Smaller groups have a smaller error and a larger file.</source>
        <translation>INT4 中同一行内共用一个缩放系数和偏移的权重数。组越小，误差越小，文件越大。</translation>
    </message>
    <message>
        <source>Weights of the same names have other shapes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights that share a scale and a zero point. Smaller groups have a smaller error and a larger file.</source>
        <translation>共用一个缩放系数和零点的权重数。组越小，误差越小，文件越大。</translation>
    </message>
    <message>
        <source>Weights that share a scale in NF4 and FP4. Smaller blocks have a smaller error and a larger file.</source>
        <translation>NF4 和 FP4 中共用一个缩放系数的权重数。块越小，误差越小，文件越大。</translation>
    </message>
    <message>
        <source>Without one {} cannot be stored as {}. Give a file made by llama-imatrix (--imatrix FILE), or choose a larger preset.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without one {} cannot be stored as {}. Give a file made by llama-imatrix (--imatrix FILE), or choose a larger type.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a key, an equals sign, one of int, float, bool and str, a colon and the value, for example llama.context_length=int:8192.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a regular expression, an equals sign and an encoding, for example attn_v=Q8_0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a whole number and M or G: 500M is 500,000,000 bytes, 2G is 2,000,000,000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the pruned model first, then plan for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have no right to create files there. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;dtype&quot; is &quot;{}&quot;; known are &quot;bfloat16&quot;, &quot;float16&quot; and &quot;float32&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;nested_dtype&quot; must be &quot;float32&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;nested_offset&quot; must be a number that a float can hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;quant_type&quot; is &quot;{}&quot;; known are &quot;nf4&quot; and &quot;fp4&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;shape&quot; must be a list of two numbers: output and input features.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{}&quot; has the id {}, the vocabulary has {} tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{}&quot; has the ids {} and {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{}&quot; must be a power of two from 32 to 4096.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{}&quot; must be a text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a 64-bit extra field is too short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a bitsandbytes folder holds 4-bit or 8-bit weights, never both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a field has the unknown wire type {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a field of {} bytes reaches beyond the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a finite number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a key has 1 to {} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a key has no value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of at most {} finite numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of class names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a merge is neither a text nor a pair of texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a merge joins {} parts, expected 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number has more than 64 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number is longer than 10 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a piece has the unknown type {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a step in the index of the table of characters leads outside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a string of {} bytes is too long, the limit is {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number from 0 to {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>activations 2 × {} tokens × (3 × {} feed-forward + 4 × {} hidden) + logits 4 × {} vocabulary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>activations 4 × {} tokens × (3 × {} feed-forward + 4 × {} hidden)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>added_tokens must be a list of tokens with a content and an id below {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>added_tokens.json is not as expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>added_tokens_decoder is not as expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all tensors together do not fit into 63 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all {} tensors as planned = {} bytes, the token embedding too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an array of {} elements is too long, the limit is {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an entry is longer than the directory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an entry of the directory should start here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an entry of the table of characters points outside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an extra field is longer than its entry says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an id in model.vocab is no number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an object or null</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an offset, a dimension or a stride is no count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an ordered dictionary is made of something else than pairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an unknown method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>architecture &quot;{}&quot; is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attention 4 × {} heads × {} tokens × {} cells + 20 × {} × {} hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>belongs to an image encoder: never quantized</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>biases are never quantized</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blk.{}.ffn_down.weight is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blk.{}.ffn_down_exps.weight is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bool is true or false.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by role and depth, errors weighed by the importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by role and depth, not measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be: {}. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>config.json does not say {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>config.json does not say {}, which a {} model needs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>config.json names no architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data_offsets does not fit into 63 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data_offsets is not a begin and an end behind it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data_offsets span {} bytes, expected {} from dtype and shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dictionaries are nested too deeply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dtype is not a string</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>embedding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>embeddings are never quantized in this format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entry {} is compressed, only stored entries can be mapped. Save the model again with torch.save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entry {} is encrypted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entry {} should start at byte {}, where none does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entry {} stands there twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entry {} with {} bytes ends behind the end of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>float is a number such as 10000 or 1e-5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>float is a number that a 32-bit float can hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>general.architecture is missing from the metadata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>glob {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>groups of {} are no multiple of {}, the number of codes that share a byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has no condition: glob, regex, role or layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has no encoding.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has no key quantlathe_plan, so it is no plan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has no key quantlathe_sensitivity, so it holds no sensitivities.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has no weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has the key {} twice in one object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has {} bytes, at most {} are read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holds a number that is too large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how {} models keep keys and values is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>imatrix.chunk_count is {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>imatrix.chunk_size is {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>imatrix.datasets, imatrix.chunk_count and imatrix.chunk_size must all be there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>int is a whole number from 0 to {}: it is stored as u32.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is an unknown key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is an unknown key. A rule has glob, regex, role, layers and encoding.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is an unknown key. A split has as_source, max_bytes or max_tensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is nested too deeply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is no known role: {}. There are {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is no valid JSON at byte {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it adds to a value that holds no others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it calls something that is not a known function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it closes a group that was never opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not start with an opening brace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it ends behind the end of its file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has more than {} values beside the vocabulary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has more values than any file can hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has no values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has strides that do not fit its shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has {} bytes, at most {} are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has {} bytes, expected 1 to {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has {} dimensions, at most {} are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has {} dimensions, expected at most {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it holds more values than any model needs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it holds no tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a part of a fused matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is no linear layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is no valid JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is no valid UTF-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not a dictionary of tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is one part of an archive of several</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is too short to hold the directory&apos;s end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it lies in a file that is not part of the checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it must be a u32 that is a power of two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it must be a u32 that is a power of two up to {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it names more than {} tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it names more values than any model needs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it reaches beyond its storage {} of {} elements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it recalls a value that was never stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it sets the state of something that has none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its RoPE base or scaling is out of bounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its RoPE scaling &quot;{}&quot; is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its data starts at {} of the data section, expected {}: right behind the tensor before, aligned to {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its directory of {} bytes cannot hold {} entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its experts are chosen by biases or in groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its experts are not chosen by a softmax</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its layers, heads, widths or vocabulary are not all known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its length does not agree with its shape and type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its packed bytes are no multiple of {}, the size of {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its shape is too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its size does not fit into 63 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its stack is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its storage has a type that is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its storage is not one of the archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its storage is too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its {} input features are no multiple of {}, the size of a group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer {} has {} heads for {} heads of keys and values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer {} of {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer_types has an impossible value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layers {} to {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>length of a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>length of the data set&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>logits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>logits 4 × {} tokens × ({} vocabulary + {} hidden)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>longrope RoPE scaling has {} long and {} short factors, expected {} of each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>longrope RoPE scaling lacks original_max_position_embeddings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measured on {}, {} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model.vocab has the id {}, ids end before {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>models compute in BF16, F16 or F32, not in {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than {} files are named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than {} pieces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be &quot;normal&quot; or &quot;high&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a layer number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a list of layer numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a list of objects of key, type and value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a list of rules.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a number of 0 or more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a whole number from {} to {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be an object of key, type and value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be an object of names and encodings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be an object of one key: as_source, max_bytes or max_tensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be an object of the format&apos;s options.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be an object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be int, float, bool or str.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be larger than the number before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be sixteen hexadecimal digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be true or false.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be two layer numbers, first and last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must have one error for each of its weights in every probe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must name a format and a preset.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must name the first layer before the last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>norms are never quantized</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing is no plain file name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>number of calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>number of chunks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>number of entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>number of values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>objects and arrays are nested deeper than {} levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>oneDNN says: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only matrices are quantized in this format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only tensors named …weight are quantized</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opcode 0x{:02X} has no place in a state dict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>position_embd.weight is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>protocol {} is newer than {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quantlathe-cli formats lists them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quantlathe_plan is {}, this program reads version {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quantlathe_sensitivity is {}, this program reads version {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>regex {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>role {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>routers stay as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>row length {} is not a multiple of {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>row {}, column {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rows of {} weights do not divide into blocks of {} ({})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>safetensors has no type {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>safetensors needs UTF-8, and keeps __metadata__ for itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scale</source>
        <translation type="unfinished">系数</translation>
    </message>
    <message>
        <source>sets of characters inside sets are not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>size and strides must be tuples of at most {} numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>small and sensitive: never quantized</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>storage, offset, size and strides are expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor {} (bytes {} to {})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the 64-bit end of the directory is not where it should be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the RoPE frequency factors {} and {} are not above 0 and in order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the RoPE scaling factor {} is not above 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the architecture &quot;{}&quot; cannot be run; these can: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the architecture {} is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the archive ends inside a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the array&apos;s elements have type {}, expected 0 to 12 without 9</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the code book of an audio encoder is never quantized</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the dimension {} does not fit into 63 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the directory at byte {} with {} bytes lies outside of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the directory at its end is missing, the file is probably cut short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the element type number {} is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the element type {} (number {}) was removed from the format. Convert the model again with a current tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the element type {} is not known, expected one of {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the epsilon of its norms is {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the epsilon of the norms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the factors of rotary frequencies are no {} positive numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the feed-forward network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file header</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file holds no weights, only metadata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file is cut short inside a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file that was opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file would be larger than 2^62 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file&apos;s name is not a string</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the first four bytes are not GGUF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the head size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the head size {} is odd, rotary pairs need an even one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the header is longer than {} bytes, more is not read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the hidden size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the id of the token &quot;{}&quot; is no whole number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the intermediate size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the key stands there twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the length of the header</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the list of encodings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the longest context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the matrix is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the matrix is too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model does not say its layers, heads and head size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model is of the unknown type {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which hqq does not replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which these loaders do not replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model stores it together with other matrices in one tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name has {} bytes, at most {} are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name has {} bytes, expected at most {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name holds a zero byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name of a class is no text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name of a tensor is not a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name stands there twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the number of attention heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the number of layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the padding in front of the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the pickle ends too early</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the position embedding is never quantized</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the product cannot be computed here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the product of the dimensions does not fit into 63 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the queries, keys or values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the router of the experts is never quantized</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the rule {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the score of a piece is no finite number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the size of the vocabulary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the table of characters does not end with a zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the table of characters has no room for its index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the table of experts by token is never quantized</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the text of a piece is no valid UTF-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the token type embedding is never quantized</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the tokenizer cuts words by rules that belong to no known pre-tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the tokenizer has {} tokens, the embedding {} rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the value has type {}, expected 0 to 12</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the value is not a string</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the value is not an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the version is {}, expected 2 or 3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the weight {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the weights are already quantized by &quot;{}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there are more than {} merges</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there are no pieces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no config.json beside the weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time-mixing vectors are never quantized</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokenizer.ggml.model is &quot;{}&quot;. Supported are &quot;llama&quot; (SentencePiece) and &quot;gpt2&quot; (byte-level BPE).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokenizer.ggml.pre is &quot;{}&quot;. Known are {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transformers leaves it in 16 bits; small models lose much when it is quantized.</source>
        <translation>transformers 将其保留为 16 位；小模型量化它损失很大。</translation>
    </message>
    <message>
        <source>transformers loads one kind of 4-bit weights in a folder: block sizes may differ, NF4 or FP4 and double quantization may not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transformers, vLLM (Hopper and newer cards)</source>
        <translation>transformers、vLLM（Hopper 及更新的显卡）</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown: in transformers it is the kernels that count, not the bandwidth alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vectors are never quantized</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight_map is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight_map is not an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight_map names no files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight_map stands there twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what {} does not encode stays in {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yarn RoPE scaling lacks original_max_position_embeddings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>zero point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{:g} bits per weight are no budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{:g} bits per weight are too small for this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} (at byte {})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} ({} needs heads of a multiple of {} values: f16 taken)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} + mask {} × {} × {} cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} + mask {} × {} × {} cells × {} sequences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} + {} cells × {} bytes in {} layers with a window of {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} Measured on {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} NaN and {} infinite ones, the first in row {}, column {}. Nothing useful can be made of such a weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} The format rounds to that type first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} Their divergence would have no meaning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} alone brings them to {}, {} are allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} and {} are both {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} and {} are the same expert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} and {} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} and {} more of its set are missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} are needed on {}, {} are free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} as {} needs an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} at byte {}: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} attention heads do not divide into {} groups of keys and values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} begins texts with another token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} belongs to expert {}, the model has {} experts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} belongs to layer {}, the model has {} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} bytes at {} are not what was written. The disk or the memory may be faulty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} bytes became more than {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} bytes follow its end at {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} bytes of K and V in 16 bits a token in {} layers × {} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} can only be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be carried over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be decoded yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be encoded yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be measured as {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be opened on its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be overridden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be permuted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be pinned to {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be read: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be stored as {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot be written yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cannot mix all its encodings in one output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} cells × {} bytes of K and V in {} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} counts {} rows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} dimensions have {} strides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} does not divide {} × {} values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} does not fit {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} ends at byte {}, 1 byte too early, inside {}. Download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} ends at byte {}, {} bytes too early, inside {}. Download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} exists already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} folder, 1 file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} folder, {} files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} folders are made from Hugging Face folders, with their config.json and tokenizer files; this is a GGUF file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} groups are no multiple of {}, the number of codes that share a byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} groups do not divide {} input features into groups of an even size up to {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has an impossible value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has an unknown value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has another shape there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has counts but no sums.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has more than {} numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has no encoding to disturb single rows with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has no memory or no bandwidth.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has no option {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has no place in a {} model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has no place there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has no preset {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has no row {}, column {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has no square matrix {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has no values for {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has no values for {}. Choose another type than {} for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has other parts there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has sums but no counts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has the shape [{}], by config.json it should be [{}]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has the shape [{}], expected [{}]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has {} bytes of {}, the tensors before it have {} of {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has {} bytes there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has {} sums for {} counts; they must divide.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has {} tokens, this model has {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has {} values, the model needs {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has {} weights, {} has {}, under other names. Compare a model with what was made of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} holds a value that is no number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} holds more than tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} holds something else than numbers of 0 to 2^64 − 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} holds NaN or infinite values</source>
        <translation>{} 含有 NaN 或无穷值</translation>
    </message>
    <message>
        <source>{} is a TorchScript program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is a link that leads nowhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is cut short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is here, but no .safetensors, .gguf or .bin file. Put them into the same folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is in the way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is missing or not {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is missing, which a llama model with {} layers needs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is missing: config.json says {} experts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is neither 0 nor 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is neither safetensors nor GGUF nor PyTorch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no KEY=TYPE:VALUE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no PATTERN=TYPE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no PyTorch file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no key to override</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no list of texts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no memory size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no name for a tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no plain file name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no row of {} values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no size for a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no type for stored weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is no value for {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is not a state dict that can be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is not a valid zip archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is not an array</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is quantized in part: some of its matrices are, others are not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is stored as {}, expected floating-point numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is stored as {}, other experts as {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is there twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is too large for a chart of maxima</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is too large for {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is too small for this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is too small for {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} is {}, expected F32.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} must share one encoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} names {} files, {} here. Put the missing one into the same folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} names {} files, {} here. Put the missing ones into the same folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} need an importance matrix.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} needs an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} needs an importance matrix with values for this weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} needs an importance matrix.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} needs rows of a multiple of {} columns, this weight has {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} number {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} of its values decode to no number. Leave this weight as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} of layer {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} of {} experts are used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} of {} matrices covered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} of {} tensors as planned = {} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} of {} values of a head are rotated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} offers no choice for any weight of this model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} offers no encoding {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} reads back differently</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} set, 1 file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} set, {} files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} stands in no block of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} stands there twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} stores {} values of {} there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} tokens of context would fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} values are no whole rows of {} columns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} was written by a big-endian machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} would stand in the file twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} {} are too many, the limit is {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} {} cannot fit into the {} bytes that follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} × {} is no shape of a matrix.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} × {} sequences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} × {} values are no multiple of the group size {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}, and {} % that PyTorch&apos;s allocator loses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}, it stays in {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}. It can be looked at. Folders of these architectures can be converted: {}; GGUF files can be converted whatever their architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}.bias is there, biases of experts are not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}.block_count is missing or no count between 1 and {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: NaN or infinite. Nothing useful can be made of such a weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: NaN. Nothing useful can be made of such a weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: infinite. Nothing useful can be made of such a weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: this value and its neighbours are below the range of the encoding. Choose BF16 or F32 for this weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: this value or its neighbours exceed the range of the encoding. Choose BF16 or F32 for this weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}; and {} more differ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}; the token embedding is also the output matrix: on the device and once more in main memory ({})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}; the token embedding stays in main memory ({})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}; {} entries of no weight: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}; {} experts never used by the calibration text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}; {} missing: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}; {} of another width: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}{} is not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}{} is {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}{}{}.bias is missing: a {} model has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}{}{}{} is missing, which the {} layers of config.json need</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{}” is none of 8bit_u8, 4bit_u8, 3bit_32, 2bit_u8 and 1bit_u8.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Inspect, plan and convert language-model checkpoints.</source>
        <translation>查看、规划和转换语言模型检查点。</translation>
    </message>
    <message>
        <source>Write charts of the model into this folder and exit.</source>
        <translation>将模型的图表写入此文件夹，然后退出。</translation>
    </message>
    <message>
        <source>Write a report of the model, its plan and all presets into this HTML file and exit.</source>
        <translation>将模型、其方案和所有预设的报告写入此 HTML 文件，然后退出。</translation>
    </message>
    <message>
        <source>The plan.json to report on.</source>
        <translation>报告所用的 plan.json。</translation>
    </message>
    <message>
        <source>Write screenshots of every page into this folder and exit.</source>
        <translation>将各页面的截图写入此文件夹，然后退出。</translation>
    </message>
    <message>
        <source>The card that the model shall run on.</source>
        <translation>用来运行模型的显卡。</translation>
    </message>
    <message>
        <source>Context in tokens: 16384 or 16k.</source>
        <translation>上下文的 token 数：16384 或 16k。</translation>
    </message>
    <message>
        <source>The importance matrix that guides the conversion.</source>
        <translation>引导转换的重要性矩阵。</translation>
    </message>
    <message>
        <source>Size of the window for screenshots, 1440x900 if not given.</source>
        <translation>截图的窗口大小，未指定时为 1440x900。</translation>
    </message>
    <message>
        <source>Language of the window: en, de or zh_CN.</source>
        <translation>界面语言：en、de 或 zh_CN。</translation>
    </message>
    <message>
        <source>File or folder to open.</source>
        <translation>要打开的文件或文件夹。</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::AudienceChart</name>
    <message>
        <source>Who can run it</source>
        <translation>谁能运行</translation>
    </message>
    <message>
        <source>Memory of the card, GiB</source>
        <translation>显卡显存（GiB）</translation>
    </message>
    <message>
        <source>%1 with context %2</source>
        <translation>%1 含上下文 %2</translation>
    </message>
    <message>
        <source>weights only %1</source>
        <translation>仅权重 %1</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::BudgetPanel</name>
    <message>
        <source>role and depth</source>
        <translation>角色和深度</translation>
    </message>
    <message>
        <source>importance matrix</source>
        <translation>重要性矩阵</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 kB</source>
        <translation>%1 kB</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Fits GPU</source>
        <translation>装入显卡</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>Bits/weight</source>
        <translation>位/权重</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>最多</translation>
    </message>
    <message>
        <source>Find the best mix</source>
        <translation>寻找最佳组合</translation>
    </message>
    <message>
        <source>Search the mix of encodings that loses least within the budget, and make it the plan</source>
        <translation>在预算内搜索损失最小的编码组合，并将其用作方案</translation>
    </message>
    <message>
        <source>Measuring what every encoding loses</source>
        <translation>正在测量各编码的损失</translation>
    </message>
    <message>
        <source>What more bytes buy</source>
        <translation>更多字节换来什么</translation>
    </message>
    <message>
        <source>predicted KL divergence; line: best mixes, dots: presets. Drag along the line</source>
        <translation>预测 KL 散度；线：最佳组合，点：预设。可沿线拖动</translation>
    </message>
    <message>
        <source>bpw</source>
        <translation>bpw</translation>
    </message>
    <message>
        <source>%1 tokens, KV cache %2, with 1 GiB to spare</source>
        <translation>上下文 %1 token，KV 缓存 %2，预留 1 GiB</translation>
    </message>
    <message>
        <source>as good as %1</source>
        <translation>与 %1 相当</translation>
    </message>
    <message>
        <source>%1 less loss at the same size</source>
        <translation>同等大小下损失少 %1</translation>
    </message>
    <message>
        <source>%1 less loss than %2</source>
        <translation>损失比 %2 少 %1</translation>
    </message>
    <message>
        <source>%1 more loss at the same size</source>
        <translation>同等大小下损失多 %1</translation>
    </message>
    <message>
        <source>%1 more loss than %2</source>
        <translation>损失比 %2 多 %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Solve again</source>
        <translation>重新求解</translation>
    </message>
    <message>
        <source>measuring, %1</source>
        <translation>测量中，%1</translation>
    </message>
    <message>
        <source>searching</source>
        <translation>搜索中</translation>
    </message>
    <message>
        <source>Predicted KL divergence</source>
        <translation>预测 KL 散度</translation>
    </message>
    <message>
        <source>Nats per token between the answers of the original and of this plan; 0 is the same</source>
        <translation>原始模型与此方案的回答之间每 token 的奈特数；0 表示相同</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Likely range</source>
        <translation>可能范围</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Sensitivity from</source>
        <translation>敏感度来源</translation>
    </message>
    <message>
        <source>From the optimum</source>
        <translation>与最优的差距</translation>
    </message>
    <message>
        <source>proven best</source>
        <translation>已证明最优</translation>
    </message>
    <message>
        <source>below %1</source>
        <translation>小于 %1</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>%1, %2 bpw</source>
        <translation>%1，%2 bpw</translation>
    </message>
    <message>
        <source>VRAM</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>token/s</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>1 weight</source>
        <translation>1 个权重</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 个权重</translation>
    </message>
    <message>
        <source>Next %1</source>
        <translation>增加 %1</translation>
    </message>
    <message>
        <source>%1 less</source>
        <translation>减少 %1</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::CompareChart</name>
    <message>
        <source>Size against quality</source>
        <translation>大小与质量</translation>
    </message>
    <message>
        <source>File size, %1</source>
        <translation>文件大小（%1）</translation>
    </message>
    <message>
        <source>Memory on the card, GiB</source>
        <translation>显存占用（GiB）</translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation>每权重位数</translation>
    </message>
    <message>
        <source>Relative error, %</source>
        <translation>相对误差（%）</translation>
    </message>
    <message>
        <source>KL divergence, nats per token</source>
        <translation>KL 散度（奈特/token）</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Nothing to compare: this model cannot be converted.</source>
        <translation>无可比较：此模型不能转换。</translation>
    </message>
    <message>
        <source>Measuring the presets</source>
        <translation>正在测量预设</translation>
    </message>
    <message>
        <source>No measurements yet. Measure how the model changes on a text: press Measure…</source>
        <translation>尚无实测结果。要测量模型在文本上的变化，点击“测量…”</translation>
    </message>
    <message>
        <source>1 preset shown</source>
        <translation>显示 1 个预设</translation>
    </message>
    <message>
        <source>%1 presets shown</source>
        <translation>显示 %1 个预设</translation>
    </message>
    <message>
        <source>%1 lie further right</source>
        <translation>%1 在更右侧</translation>
    </message>
    <message>
        <source>%1 at %2 tokens</source>
        <translation>%1，上下文 %2 token</translation>
    </message>
    <message>
        <source>%1: the context alone does not fit</source>
        <translation>%1：仅上下文就装不下</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1, beyond the right edge</source>
        <translation>%1，超出右边缘</translation>
    </message>
    <message>
        <source>%1, next to no loss</source>
        <translation>%1，几乎无损</translation>
    </message>
    <message>
        <source>original %1</source>
        <translation>原始模型 %1</translation>
    </message>
    <message>
        <source>%1 ± %2</source>
        <translation>%1 ± %2</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>%1, %2 bits per weight</source>
        <translation>%1，每权重 %2 位</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation>相对误差</translation>
    </message>
    <message>
        <source>At high effort</source>
        <translation>高精细度下</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL 散度</translation>
    </message>
    <message>
        <source>Same top token</source>
        <translation>首选 token 相同</translation>
    </message>
    <message>
        <source>%1, original %2</source>
        <translation>%1，原始模型 %2</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>token/s</translation>
    </message>
    <message>
        <source>Sampled: %1 of %2 weights, 95 % interval</source>
        <translation>抽样：%2 个权重中的 %1 个，95 % 区间</translation>
    </message>
    <message>
        <source>Measured on all %1 weights</source>
        <translation>在全部 %1 个权重上实测</translation>
    </message>
    <message>
        <source>Measured on %1 tokens, 95 % interval</source>
        <translation>在 %1 个 token 上实测，95 % 区间</translation>
    </message>
    <message>
        <source>Predicted from the presets that were measured, 95 % interval</source>
        <translation>由已实测的预设预测，95 % 区间</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ComparePage</name>
    <message>
        <source>Size against quality</source>
        <translation>大小与质量</translation>
    </message>
    <message>
        <source>This format</source>
        <translation>此格式</translation>
    </message>
    <message>
        <source>All formats</source>
        <translation>所有格式</translation>
    </message>
    <message>
        <source>Presets of the chosen format, or of all formats that the model can become</source>
        <translation>所选格式的预设，或模型可转换成的所有格式的预设</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>Memory on the card</source>
        <translation>显存占用</translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation>每权重位数</translation>
    </message>
    <message>
        <source>x axis</source>
        <translation>x 轴</translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation>相对误差</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL 散度</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>y axis</source>
        <translation>y 轴</translation>
    </message>
    <message>
        <source>Measure…</source>
        <translation>测量…</translation>
    </message>
    <message>
        <source>Measure perplexity and KL divergence on a text</source>
        <translation>在文本上测量困惑度和 KL 散度</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>两者</translation>
    </message>
    <message>
        <source>Effort</source>
        <translation>精细度</translation>
    </message>
    <message>
        <source>The error at normal effort, at high effort (small marks), or both</source>
        <translation>普通精细度的误差、高精细度的误差（小标记），或两者</translation>
    </message>
    <message>
        <source>Exact errors</source>
        <translation>精确误差</translation>
    </message>
    <message>
        <source>Measure every preset on all weights instead of a sample</source>
        <translation>在全部权重而非样本上测量每个预设</translation>
    </message>
    <message>
        <source>Presets by error</source>
        <translation>预设（按误差）</translation>
    </message>
    <message>
        <source>Measuring, %1</source>
        <translation>测量中，%1</translation>
    </message>
    <message>
        <source>nothing measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>measured on %1 tokens</source>
        <translation>在 %1 个 token 上实测</translation>
    </message>
    <message>
        <source>filled: measured on %1 tokens; outlined: predicted</source>
        <translation>实心：在 %1 个 token 上实测；空心：预测</translation>
    </message>
    <message>
        <source>measuring, %1 of %2 presets</source>
        <translation>测量中，%1 / %2 个预设</translation>
    </message>
    <message>
        <source>lower left is better</source>
        <translation>越靠左下越好</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ContextChart</name>
    <message>
        <source>Memory against context</source>
        <translation>显存与上下文</translation>
    </message>
    <message>
        <source>Context, tokens</source>
        <translation>上下文（token）</translation>
    </message>
    <message>
        <source>%1 lies above</source>
        <translation>%1 在更上方</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ContextCombo</name>
    <message>
        <source>Context, tokens</source>
        <translation>上下文（token）</translation>
    </message>
    <message>
        <source>Context in tokens (Ctrl+L): 16384 and 16k are the same</source>
        <translation>上下文的 token 数 (Ctrl+L)：16384 与 16k 相同</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ContextSlider</name>
    <message>
        <source>Context, tokens</source>
        <translation>上下文（token）</translation>
    </message>
    <message>
        <source>Snaps to powers of two; hold Shift for steps between them</source>
        <translation>对齐到 2 的幂；按住 Shift 可取中间值</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::DropArea</name>
    <message>
        <source>%1 is an importance matrix</source>
        <translation>%1 是重要性矩阵</translation>
    </message>
    <message>
        <source>It guides the conversion of the model that it was made from. Open that model first.</source>
        <translation>它用于引导生成它的那个模型的转换。请先打开该模型。</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>使用 %1</translation>
    </message>
    <message>
        <source>Importance matrix, to guide the plan for %1</source>
        <translation>重要性矩阵，用于引导 %1 的方案</translation>
    </message>
    <message>
        <source>%1 is a plan</source>
        <translation>%1 是一个方案</translation>
    </message>
    <message>
        <source>Open the model that it is for first.</source>
        <translation>请先打开它所针对的模型。</translation>
    </message>
    <message>
        <source>Plan for %1</source>
        <translation>%1 的方案</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>%1 cannot be opened</source>
        <translation>%1 无法打开</translation>
    </message>
    <message>
        <source>Drop a model&apos;s folder, or a safetensors, GGUF or PyTorch file.</source>
        <translation>拖入模型的文件夹，或 safetensors、GGUF、PyTorch 文件。</translation>
    </message>
    <message>
        <source>Drop a model here</source>
        <translation>将模型拖到此处</translation>
    </message>
    <message>
        <source>A model&apos;s folder, or a safetensors, GGUF or PyTorch file</source>
        <translation>模型的文件夹，或 safetensors、GGUF、PyTorch 文件</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Try the sample model</source>
        <translation>试用示例模型</translation>
    </message>
    <message>
        <source>Opening reads only the headers; nothing is changed and nothing leaves this computer.</source>
        <translation>打开时只读取文件头；不会更改任何内容，也没有任何数据离开此计算机。</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::EmptyPage</name>
    <message>
        <source>Recent models</source>
        <translation>最近的模型</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>Sizes of files are in GB (10&lt;sup&gt;9&lt;/sup&gt; bytes), memory is in GiB (2&lt;sup&gt;30&lt;/sup&gt; bytes).</source>
        <translation>文件大小以 GB（10&lt;sup&gt;9&lt;/sup&gt; 字节）为单位，显存和内存以 GiB（2&lt;sup&gt;30&lt;/sup&gt; 字节）为单位。</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::EncodingDelegate</name>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>as the preset says</source>
        <translation>按预设</translation>
    </message>
    <message>
        <source>as the preset says: %1</source>
        <translation>按预设：%1</translation>
    </message>
    <message>
        <source>bpw</source>
        <translation>bpw</translation>
    </message>
    <message>
        <source>Planned encoding</source>
        <translation>方案所定编码</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::FrontChart</name>
    <message>
        <source>What more bytes buy</source>
        <translation>更多字节换来什么</translation>
    </message>
    <message>
        <source>Measuring, %1</source>
        <translation>测量中，%1</translation>
    </message>
    <message>
        <source>Known after the first search</source>
        <translation>首次搜索后显示</translation>
    </message>
    <message>
        <source>File, %1</source>
        <translation>文件（%1）</translation>
    </message>
    <message>
        <source>your plan</source>
        <translation>您的方案</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::GuideBrowser</name>
    <message>
        <source>Page of the guide</source>
        <translation>指南页面</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::GuideWindow</name>
    <message>
        <source>Guide — Quantlathe</source>
        <translation>指南 — Quantlathe</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>搜索指南</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::HelpButton</name>
    <message>
        <source>Explain this</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Explain this in the guide</source>
        <translation>在指南中说明</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::HistogramChart</name>
    <message>
        <source>Histogram of the weights</source>
        <translation>权重直方图</translation>
    </message>
    <message>
        <source>Weight value</source>
        <translation>权重值</translation>
    </message>
    <message>
        <source>%1 beyond</source>
        <translation>%1 超出范围</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ImportancePanel</name>
    <message>
        <source>Importance matrix</source>
        <translation>重要性矩阵</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Plan and convert without it</source>
        <translation>不使用它进行规划和转换</translation>
    </message>
    <message>
        <source>None is used. It tells which input columns of a weight matter most, so that small encodings spend their bits there; some presets below 3 bits need one. Choose or drop a file made by llama-imatrix from this model (.gguf or .dat).</source>
        <translation>未使用。重要性矩阵说明权重的哪些输入列最重要，使位数少的编码将位数用在这些列上；低于 3 位的某些预设需要它。请选择或拖入由 llama-imatrix 从此模型生成的文件（.gguf 或 .dat）。</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>替换…</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::JobQueue</name>
    <message>
        <source>%1 to %2, %3</source>
        <translation>%1，写入 %2，%3</translation>
    </message>
    <message>
        <source>started</source>
        <translation>已开始</translation>
    </message>
    <message>
        <source>written, verified and named, %1 in %2</source>
        <translation>已写入、校验并命名，%1，用时 %2</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>失败：%1</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::JobsDock</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 elapsed</source>
        <translation>已用时 %1</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1，剩余 %2</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Start now, beside the running job</source>
        <translation>立即开始，与正在运行的任务并行</translation>
    </message>
    <message>
        <source>Pause (Ctrl+Shift+P)</source>
        <translation>暂停 (Ctrl+Shift+P)</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Cancel (Ctrl+.)</source>
        <translation>取消 (Ctrl+.)</translation>
    </message>
    <message>
        <source>Take out of the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation>取消“%1”</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除“%1”</translation>
    </message>
    <message>
        <source>%1, took %2</source>
        <translation>%1，用时 %2</translation>
    </message>
    <message>
        <source>Waits for the job above</source>
        <translation>等待上方的任务</translation>
    </message>
    <message>
        <source>Paused at %1</source>
        <translation>已暂停于 %1</translation>
    </message>
    <message>
        <source>Stopped at %1. Resume goes on from there.</source>
        <translation>已停止于 %1。点击“继续”可从该处接着进行。</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>清除已完成</translation>
    </message>
    <message>
        <source>Take the job out of the list</source>
        <translation>从列表中移除任务</translation>
    </message>
    <message>
        <source>%1 of work would be lost</source>
        <translation>将丢失 %1的工作</translation>
    </message>
    <message>
        <source>What %1 has written so far is deleted.</source>
        <translation>%1 目前已写入的内容将被删除。</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>%1 running</source>
        <translation>%1 个运行中</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>%1 个等待中</translation>
    </message>
    <message>
        <source>%1 done</source>
        <translation>%1 个已完成</translation>
    </message>
    <message>
        <source>%1 paused</source>
        <translation>%1 个已暂停</translation>
    </message>
    <message>
        <source>%1 stopped</source>
        <translation>%1 个已停止</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 个失败</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::LayerBinsChart</name>
    <message>
        <source>Layers against weight values</source>
        <translation>层与权重值</translation>
    </message>
    <message>
        <source>Share of the layer, %</source>
        <translation>占该层比例（%）</translation>
    </message>
    <message>
        <source>Weight value</source>
        <translation>权重值</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>layer %1, about %2: %3 of its weights. Click to select the layer</source>
        <translation>第 %1 层，%2 附近：占该层权重的 %3。点击可选中该层</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::LayerRolesMap</name>
    <message>
        <source>All layers by role</source>
        <translation>所有层（按角色）</translation>
    </message>
    <message>
        <source>The layers of this architecture are not known.</source>
        <translation>此架构的层结构未知。</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MainWindow</name>
    <message>
        <source>Quantlathe</source>
        <translation>Quantlathe</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
    </message>
    <message>
        <source>%1 — Quantlathe</source>
        <translation>%1 — Quantlathe</translation>
    </message>
    <message>
        <source>Statistics work. Converting works once you have said which pre-tokenizer it is.</source>
        <translation>可以查看统计。指明预分词器后即可转换。</translation>
    </message>
    <message>
        <source>Choose the pre-tokenizer…</source>
        <translation>选择预分词器…</translation>
    </message>
    <message>
        <source>Statistics work, converting does not.</source>
        <translation>可以查看统计，但不能转换。</translation>
    </message>
    <message>
        <source>; none for %1</source>
        <translation>；%1 没有对应的值</translation>
    </message>
    <message>
        <source>%1 guides the plan now</source>
        <translation>方案现由 %1 引导</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1，剩余 %2</translation>
    </message>
    <message>
        <source>Reading weights</source>
        <translation>正在读取权重</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详细信息</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 失败</translation>
    </message>
    <message>
        <source>%1 is ready</source>
        <translation>%1 已就绪</translation>
    </message>
    <message>
        <source>%1, verified, relative error %2</source>
        <translation>%1，已校验，相对误差 %2</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>打开模型</translation>
    </message>
    <message>
        <source>Models (*.safetensors *.gguf *.bin *.pt *.pth *.index.json);;All files (*)</source>
        <translation>模型 (*.safetensors *.gguf *.bin *.pt *.pth *.index.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open the folder of a model</source>
        <translation>打开模型的文件夹</translation>
    </message>
    <message>
        <source>Use an importance matrix</source>
        <translation>使用重要性矩阵</translation>
    </message>
    <message>
        <source>Importance matrices (*.gguf *.dat *.imatrix);;All files (*)</source>
        <translation>重要性矩阵 (*.gguf *.dat *.imatrix);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Folder (*)</source>
        <translation>文件夹 (*)</translation>
    </message>
    <message>
        <source>Name the new folder for %1, %2</source>
        <translation>为 %1 的新文件夹命名，%2</translation>
    </message>
    <message>
        <source>Convert to %1, %2</source>
        <translation>转换为 %1，%2</translation>
    </message>
    <message>
        <source>Replace the folder</source>
        <translation>替换文件夹</translation>
    </message>
    <message>
        <source>Replace the file</source>
        <translation>替换文件</translation>
    </message>
    <message>
        <source>%1 exists already</source>
        <translation>%1 已存在</translation>
    </message>
    <message>
        <source>Replacing it loses what is in it.</source>
        <translation>替换后，其中的内容将丢失。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Convert all the same</source>
        <translation>仍要转换</translation>
    </message>
    <message>
        <source>Export the numbers</source>
        <translation>导出数据</translation>
    </message>
    <message>
        <source>Numbers (*.csv)</source>
        <translation>数据 (*.csv)</translation>
    </message>
    <message>
        <source>The file cannot be written</source>
        <translation>无法写入文件</translation>
    </message>
    <message>
        <source>Jobs are running</source>
        <translation>有任务正在运行</translation>
    </message>
    <message>
        <source>1 job is not finished</source>
        <translation>1 个任务尚未完成</translation>
    </message>
    <message>
        <source>%1 jobs are not finished</source>
        <translation>%1 个任务尚未完成</translation>
    </message>
    <message>
        <source>What is done is kept; the same conversion goes on from there next time.</source>
        <translation>已完成的部分会保留；下次进行同一转换时从该处继续。</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Open &amp;file…</source>
        <translation>打开文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Open f&amp;older…</source>
        <translation>打开文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Try the &amp;sample model</source>
        <translation>试用示例模型(&amp;S)</translation>
    </message>
    <message>
        <source>Convert</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>&amp;Export the chart…</source>
        <translation>导出图表(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Report…</source>
        <translation>报告(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo in the plan</source>
        <translation>撤销方案更改(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo in the plan</source>
        <translation>重做方案更改(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Back to the plain preset</source>
        <translation>恢复为原预设(&amp;B)</translation>
    </message>
    <message>
        <source>Use an &amp;importance matrix…</source>
        <translation>使用重要性矩阵(&amp;I)…</translation>
    </message>
    <message>
        <source>Re&amp;move the importance matrix</source>
        <translation>移除重要性矩阵(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;High effort: lower error, slower</source>
        <translation>高精细度：误差更小，速度较慢(&amp;H)</translation>
    </message>
    <message>
        <source>Choose the pre-&amp;tokenizer…</source>
        <translation>选择预分词器(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Save the plan</source>
        <translation>保存方案(&amp;S)</translation>
    </message>
    <message>
        <source>Save the plan &amp;as…</source>
        <translation>方案另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Load a plan…</source>
        <translation>加载方案(&amp;L)…</translation>
    </message>
    <message>
        <source>Add a &amp;rule…</source>
        <translation>添加规则(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Difference against a preset</source>
        <translation>与预设的差异(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Filter the tensors</source>
        <translation>筛选张量(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Tensors</source>
        <translation>张量(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation>任务(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Overview</source>
        <translation>概览(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Weights</source>
        <translation>权重(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>显存(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Plan</source>
        <translation>方案(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>比较(&amp;C)</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Choose a pr&amp;eset</source>
        <translation>选择预设(&amp;E)</translation>
    </message>
    <message>
        <source>Choose a &amp;GPU</source>
        <translation>选择 GPU(&amp;G)</translation>
    </message>
    <message>
        <source>Set the conte&amp;xt</source>
        <translation>设置上下文(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;Measure quality…</source>
        <translation>测量质量(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Cancel the chosen job</source>
        <translation>取消选中的任务(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Pause or go on with the job</source>
        <translation>暂停或继续任务(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;About Quantlathe</source>
        <translation>关于 Quantlathe(&amp;A)</translation>
    </message>
    <message>
        <source>Open folder (Ctrl+Shift+O)</source>
        <translation>打开文件夹 (Ctrl+Shift+O)</translation>
    </message>
    <message>
        <source>Show or hide the tensors (F9)</source>
        <translation>显示或隐藏张量 (F9)</translation>
    </message>
    <message>
        <source>&amp;More contrast</source>
        <translation>提高对比度(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;System colours</source>
        <translation>系统配色(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>The language changes when Quantlathe starts again</source>
        <translation>Quantlathe 重新启动后语言才会更改</translation>
    </message>
    <message>
        <source>&amp;System language</source>
        <translation>系统语言(&amp;S)</translation>
    </message>
    <message>
        <source>P&amp;ure: the preset&apos;s main encoding everywhere</source>
        <translation>单一编码：全部采用预设的主要编码(&amp;U)</translation>
    </message>
    <message>
        <source>Leave the output matri&amp;x as it is stored</source>
        <translation>输出矩阵保持原样(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;One file</source>
        <translation>单个文件(&amp;O)</translation>
    </message>
    <message>
        <source>At most %1 each</source>
        <translation>每个最多 %1</translation>
    </message>
    <message>
        <source>The &amp;same files as the source</source>
        <translation>与源模型相同的文件划分(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Colou&amp;rs</source>
        <translation>配色(&amp;R)</translation>
    </message>
    <message>
        <source>Lang&amp;uage</source>
        <translation>语言(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Files of the output</source>
        <translation>输出文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>About Quantlathe</source>
        <translation>关于 Quantlathe</translation>
    </message>
    <message>
        <source>&lt;b&gt;Quantlathe %1&lt;/b&gt;&lt;br&gt;Inspect, plan and convert language-model checkpoints</source>
        <translation>&lt;b&gt;Quantlathe %1&lt;/b&gt;&lt;br&gt;查看、规划和转换语言模型检查点</translation>
    </message>
    <message>
        <source>Licensed under the GNU General Public License, version 3 or later.&lt;br&gt;Built with Qt (LGPL 3), QCustomPlot (GPL 3), oneTBB, Highway and SentencePiece (Apache 2.0), fmt and nlohmann/json (MIT), PCRE2 (BSD).</source>
        <translation>以 GNU 通用公共许可证第 3 版或更高版本授权。&lt;br&gt;使用 Qt（LGPL 3）、QCustomPlot（GPL 3）、oneTBB、Highway 和 SentencePiece（Apache 2.0）、fmt 和 nlohmann/json（MIT）、PCRE2（BSD）构建。</translation>
    </message>
    <message>
        <source>Undo in the plan (Ctrl+Z)</source>
        <translation>撤销方案更改 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Redo in the plan (Ctrl+Shift+Z)</source>
        <translation>重做方案更改 (Ctrl+Shift+Z)</translation>
    </message>
    <message>
        <source>Load…</source>
        <translation>加载…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Use a plan.json that was saved before, or that another program made</source>
        <translation>使用之前保存的或由其他程序生成的 plan.json</translation>
    </message>
    <message>
        <source>Save the plan as plan.json, for this program and the command line (Ctrl+S)</source>
        <translation>将方案保存为 plan.json，供此程序和命令行使用 (Ctrl+S)</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>报告…</translation>
    </message>
    <message>
        <source>Model, plan, presets and charts as one HTML page (Ctrl+R)</source>
        <translation>将模型、方案、预设和图表写成一个 HTML 页面 (Ctrl+R)</translation>
    </message>
    <message>
        <source>Write a report</source>
        <translation>写入报告</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>The report cannot be written</source>
        <translation>无法写入报告</translation>
    </message>
    <message>
        <source>%1: %2. Choose another folder.</source>
        <translation>%1：%2。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Report written</source>
        <translation>报告已写入</translation>
    </message>
    <message>
        <source>Save the plan</source>
        <translation>保存方案</translation>
    </message>
    <message>
        <source>Plans (*.json)</source>
        <translation>方案 (*.json)</translation>
    </message>
    <message>
        <source>The plan cannot be saved</source>
        <translation>无法保存方案</translation>
    </message>
    <message>
        <source>Plan saved</source>
        <translation>方案已保存</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Load a plan</source>
        <translation>加载方案</translation>
    </message>
    <message>
        <source>Plans (*.json);;All files (*)</source>
        <translation>方案 (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>&amp;Guide</source>
        <translation>指南(&amp;G)</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MatrixView</name>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Encoding of every weight: one column a layer, one row a role</source>
        <translation>各权重的编码：每列一层，每行一个角色</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MaximaChart</name>
    <message>
        <source>Largest value of every column</source>
        <translation>各列的最大值</translation>
    </message>
    <message>
        <source>Largest |weight|</source>
        <translation>最大 |权重|</translation>
    </message>
    <message>
        <source>Choose a tensor in the list</source>
        <translation>在列表中选择张量</translation>
    </message>
    <message>
        <source>Choose a single tensor to see its columns</source>
        <translation>选择单个张量以查看其各列</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>读取中</translation>
    </message>
    <message>
        <source>Largest value of every row</source>
        <translation>各行的最大值</translation>
    </message>
    <message>
        <source>Input column</source>
        <translation>输入列</translation>
    </message>
    <message>
        <source>Output row</source>
        <translation>输出行</translation>
    </message>
    <message>
        <source>none of %1 columns beyond %2 × the median</source>
        <translation>%1 列均未超过中位数的 %2 倍</translation>
    </message>
    <message>
        <source>none of %1 rows beyond %2 × the median</source>
        <translation>%1 行均未超过中位数的 %2 倍</translation>
    </message>
    <message>
        <source>%1 of %2 columns beyond %3 × the median</source>
        <translation>%2 列中有 %1 列超过中位数的 %3 倍</translation>
    </message>
    <message>
        <source>%1 of %2 rows beyond %3 × the median</source>
        <translation>%2 行中有 %1 行超过中位数的 %3 倍</translation>
    </message>
    <message>
        <source>column %1: %2</source>
        <translation>第 %1 列：%2</translation>
    </message>
    <message>
        <source>row %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MeasureDialog</name>
    <message>
        <source>Measure quality</source>
        <translation>测量质量</translation>
    </message>
    <message>
        <source>Runs a text through the original and through each plan, as its file would answer, and compares their predictions token by token. No file is written.</source>
        <translation>让一段文本经过原始模型和各方案（与其文件的回答一致），并逐 token 比较预测。不会写入文件。</translation>
    </message>
    <message>
        <source>The program&apos;s own</source>
        <translation>程序自带</translation>
    </message>
    <message>
        <source>A file…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个 token</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>窗口数</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>文本(&amp;T)</translation>
    </message>
    <message>
        <source>Conte&amp;xt</source>
        <translation>上下文(&amp;X)</translation>
    </message>
    <message>
        <source>a token is predicted from at most so many before it</source>
        <translation>每个 token 最多根据其前面这么多个 token 来预测</translation>
    </message>
    <message>
        <source>&amp;Windows</source>
        <translation>窗口数(&amp;W)</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL 散度</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Plans to measure</source>
        <translation>要测量的方案</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>全不选</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Choose a text</source>
        <translation>选择文本</translation>
    </message>
    <message>
        <source>Texts (*.txt *.md *.raw);;All files (*)</source>
        <translation>文本 (*.txt *.md *.raw);;所有文件 (*)</translation>
    </message>
    <message>
        <source>prose, code and ten languages, %1</source>
        <translation>散文、代码和十种语言，%1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>of %1; %2 tokens are scored</source>
        <translation>共 %1 个；对 %2 个 token 评分</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>读取中</translation>
    </message>
    <message>
        <source>Reading the text</source>
        <translation>正在读取文本</translation>
    </message>
    <message>
        <source>The original is measured. Choose what to compare with it.</source>
        <translation>原始模型已测量。请选择要与之比较的方案。</translation>
    </message>
    <message>
        <source>All of these are measured.</source>
        <translation>这些方案均已测量。</translation>
    </message>
    <message>
        <source>About %1, by a short trial on this machine</source>
        <translation>约 %1，根据在此机器上的短时试运行估计</translation>
    </message>
    <message>
        <source>Trying how fast this machine is</source>
        <translation>正在试测此机器的速度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>plan %1 of %2</source>
        <translation>第 %1 个方案，共 %2 个</translation>
    </message>
    <message>
        <source>, %1 left for it</source>
        <translation>，剩余 %1</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在开始</translation>
    </message>
    <message>
        <source>%1: %2 (%3)%4</source>
        <translation>%1：%2（%3）%4</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MeasureService</name>
    <message>
        <source>original</source>
        <translation>原始模型</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MemoryBarsChart</name>
    <message>
        <source>Memory in use</source>
        <translation>显存使用</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV 缓存</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>Overhead</source>
        <translation>开销</translation>
    </message>
    <message>
        <source>Memory on the card, GiB</source>
        <translation>显存占用（GiB）</translation>
    </message>
    <message>
        <source>%1, %2 tokens, KV cache %3</source>
        <translation>%1，上下文 %2 token，KV 缓存 %3</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MemoryPage</name>
    <message>
        <source>Memory in use</source>
        <translation>显存使用</translation>
    </message>
    <message>
        <source>This format</source>
        <translation>此格式</translation>
    </message>
    <message>
        <source>All formats</source>
        <translation>所有格式</translation>
    </message>
    <message>
        <source>Presets of the chosen format, or of all formats that the model can become</source>
        <translation>所选格式的预设，或模型可转换成的所有格式的预设</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV 缓存</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>Overhead</source>
        <translation>开销</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Memory of the presets</source>
        <translation>各预设的显存</translation>
    </message>
    <message>
        <source>Memory against context</source>
        <translation>显存与上下文</translation>
    </message>
    <message>
        <source>Who can run it</source>
        <translation>谁能运行</translation>
    </message>
    <message>
        <source>% of surveyed users with such a card, %1, %2</source>
        <translation>拥有此类显卡的受访用户占比（%），%1，%2</translation>
    </message>
    <message>
        <source>Batch: sequences at the same time</source>
        <translation>批大小：同时运行的序列数</translation>
    </message>
    <message>
        <source>Sequences that run at the same time, each with the full context</source>
        <translation>同时运行的序列数，每个序列都使用完整上下文</translation>
    </message>
    <message>
        <source>Context, tokens</source>
        <translation>上下文（token）</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>%1 tokens, KV cache %2</source>
        <translation>上下文 %1 token，KV 缓存 %2</translation>
    </message>
    <message>
        <source>Estimated for %1, all layers on the card</source>
        <translation>按 %1 估算，所有层均在显卡上</translation>
    </message>
    <message>
        <source>%1, GiB; the longest context that fits for each KV type</source>
        <translation>%1（GiB）；各 KV 类型装得下的最长上下文</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MessageArea</name>
    <message>
        <source>Close this line</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::OptionsForm</name>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::OverviewPage</name>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>On this card</source>
        <translation>在此显卡上</translation>
    </message>
    <message>
        <source>Presets on the chosen card</source>
        <translation>所选显卡上的预设</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Size, MB</source>
        <translation>大小（MB）</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Read all weights</source>
        <translation>读取全部权重</translation>
    </message>
    <message>
        <source>Reads every weight once and looks for NaN, infinite values and outliers</source>
        <translation>读取每个权重一次，查找 NaN、无穷值和离群值</translation>
    </message>
    <message>
        <source>%1, opened in %2 ms</source>
        <translation>%1，打开用时 %2 毫秒</translation>
    </message>
    <message>
        <source>Size, %1</source>
        <translation>大小（%1）</translation>
    </message>
    <message>
        <source>%1, loads in %2. %3</source>
        <translation>%1，可用于 %2。%3</translation>
    </message>
    <message>
        <source>On %1</source>
        <translation>在 %1 上</translation>
    </message>
    <message>
        <source>%1 tokens, KV cache %2</source>
        <translation>上下文 %1 token，KV 缓存 %2</translation>
    </message>
    <message>
        <source>headers and contents, read in %1</source>
        <translation>文件头和内容，读取用时 %1</translation>
    </message>
    <message>
        <source>reading the weights, %1</source>
        <translation>正在读取权重，%1</translation>
    </message>
    <message>
        <source>headers</source>
        <translation>文件头</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PlanMatrixModel</name>
    <message>
        <source>layer %1, %2</source>
        <translation>第 %1 层，%2</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>as %1</source>
        <translation>与 %1 相同</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 位</translation>
    </message>
    <message>
        <source>%1, %2 bits a weight, %3</source>
        <translation>%1，每权重 %2 位，%3</translation>
    </message>
    <message>
        <source>several encodings, %1 bits a weight, %2</source>
        <translation>多种编码，每权重 %1 位，%2</translation>
    </message>
    <message>
        <source>relative error %1</source>
        <translation>相对误差 %1</translation>
    </message>
    <message>
        <source>%1 has %2 bits here</source>
        <translation>%1 在此处为 %2 位</translation>
    </message>
    <message>
        <source>set by a rule or by name</source>
        <translation>由规则或按名称设定</translation>
    </message>
    <message>
        <source>pinned: planning leaves it as it is</source>
        <translation>已固定：规划时保持不变</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PlanPage</name>
    <message>
        <source>Encoding of every weight</source>
        <translation>各权重的编码</translation>
    </message>
    <message>
        <source>Encoding to paint with</source>
        <translation>涂绘用的编码</translation>
    </message>
    <message>
        <source>What the brush and Return give to the selected weights</source>
        <translation>画笔和 Return 赋予选中权重的编码</translation>
    </message>
    <message>
        <source>Brush: drag over the cells to paint them. Without it dragging selects</source>
        <translation>画笔：在单元格上拖动即可涂绘。关闭时拖动为选择</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Pin the selection: planning again leaves it as it is (P)</source>
        <translation>固定选中部分：重新规划时保持不变 (P)</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Preset to compare with</source>
        <translation>用于对比的预设</translation>
    </message>
    <message>
        <source>The preset that the plan is compared with (Ctrl+D)</source>
        <translation>与方案对比的预设 (Ctrl+D)</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>涂绘</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>the first that matches wins</source>
        <translation>以首条匹配的规则为准</translation>
    </message>
    <message>
        <source>Move the rule up</source>
        <translation>上移规则</translation>
    </message>
    <message>
        <source>Move the rule down</source>
        <translation>下移规则</translation>
    </message>
    <message>
        <source>Take the rule away (Delete)</source>
        <translation>移除规则 (Delete)</translation>
    </message>
    <message>
        <source>Take the rule away</source>
        <translation>移除规则</translation>
    </message>
    <message>
        <source>Add rule…</source>
        <translation>添加规则…</translation>
    </message>
    <message>
        <source>Rules of the plan</source>
        <translation>方案的规则</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>darker means more bits</source>
        <translation>颜色越深，位数越多</translation>
    </message>
    <message>
        <source>encodings</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>What each encoding takes</source>
        <translation>各编码所占大小</translation>
    </message>
    <message>
        <source>as the preset says</source>
        <translation>按预设</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>已选中 %1</translation>
    </message>
    <message>
        <source>%1 × %2 selected</source>
        <translation>已选中 %1 × %2</translation>
    </message>
    <message>
        <source>1 layer</source>
        <translation>1 层</translation>
    </message>
    <message>
        <source>%1 layers</source>
        <translation>%1 层</translation>
    </message>
    <message>
        <source>1 role</source>
        <translation>1 个角色</translation>
    </message>
    <message>
        <source>%1 roles</source>
        <translation>%1 个角色</translation>
    </message>
    <message>
        <source>%1 cells selected</source>
        <translation>已选中 %1 个单元格</translation>
    </message>
    <message>
        <source>every weight as in %1</source>
        <translation>所有权重均与 %1 相同</translation>
    </message>
    <message>
        <source>%1 unlike %2</source>
        <translation>%1与 %2 不同</translation>
    </message>
    <message>
        <source>1 weight</source>
        <translation>1 个权重</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 个权重</translation>
    </message>
    <message>
        <source>select cells, then choose an encoding or press 2 to 8</source>
        <translation>选中单元格，然后选择编码或按 2 至 8</translation>
    </message>
    <message>
        <source>%1 is not possible here</source>
        <translation>%1 不能用于此处</translation>
    </message>
    <message>
        <source>No encoding of this format has about %1 bits</source>
        <translation>此格式没有约 %1 位的编码</translation>
    </message>
    <message>
        <source>Choose one from the list.</source>
        <translation>请从列表中选择。</translation>
    </message>
    <message>
        <source>As the preset says</source>
        <translation>按预设</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Add a rule for these…</source>
        <translation>为选中的权重添加规则…</translation>
    </message>
    <message>
        <source>Show among the tensors</source>
        <translation>在张量列表中显示</translation>
    </message>
    <message>
        <source>Relative error of every weight, %</source>
        <translation>各权重的相对误差（%）</translation>
    </message>
    <message>
        <source>Bits per weight against %1</source>
        <translation>每权重位数与 %1 对比</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PlanTableModel</name>
    <message>
        <source>Fit on %1 at %2 tokens, KV cache %3</source>
        <translation>%1 的显存余量，上下文 %2 token，KV 缓存 %3</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Floats</source>
        <translation>浮点</translation>
    </message>
    <message>
        <source>1 bit</source>
        <translation>1 位</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 位</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 short</source>
        <translation>缺 %1</translation>
    </message>
    <message>
        <source>estimating</source>
        <translation>估算中</translation>
    </message>
    <message>
        <source>Your plan</source>
        <translation>您的方案</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>sampled</source>
        <translation>抽样</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>%1 bytes, exactly</source>
        <translation>%1 字节，精确值</translation>
    </message>
    <message>
        <source>8 × %1 bytes ÷ %2 parameters</source>
        <translation>8 × %1 字节 ÷ %2 个参数</translation>
    </message>
    <message>
        <source>Weights on the card</source>
        <translation>显卡上的权重</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV 缓存</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>Overhead</source>
        <translation>开销</translation>
    </message>
    <message>
        <source>Together %1 of %2 on %3</source>
        <translation>合计 %1 / %2（%3）</translation>
    </message>
    <message>
        <source>With high effort: other bytes in the same format and size, found by a longer search. With an importance matrix it lowers the error of the columns that matter; the plain error shown here can rise</source>
        <translation>高精细度：格式和大小相同，经更长时间的搜索得到不同的字节。有重要性矩阵时，重要列的误差会降低；此处显示的未加权误差可能升高</translation>
    </message>
    <message>
        <source>What %1 uses can be written in one way only</source>
        <translation>%1 所用的编码只有一种写法</translation>
    </message>
    <message>
        <source>The largest multiple of 256 tokens that leaves nothing of the card free, at most the trained context</source>
        <translation>显卡恰好用满时的最大上下文，取 256 token 的整数倍，不超过训练上下文</translation>
    </message>
    <message>
        <source>%1 of surveyed users have a card that holds it; %2 with 1 GiB to spare; %3 hold the weights alone. %4, %5</source>
        <translation>%1 的受访用户的显卡装得下；%2 装得下且预留 1 GiB；%3 仅计权重时装得下。%4，%5</translation>
    </message>
    <message>
        <source>Σ parameters × ‖W − Q‖ ÷ ‖W‖, over all weights ÷ Σ parameters. %1 of %2 weights looked at%3</source>
        <translation>Σ 参数量 × ‖W − Q‖ ÷ ‖W‖，对所有权重求和，再 ÷ Σ 参数量。已查看 %2 个权重中的 %1 个%3</translation>
    </message>
    <message>
        <source>; ± is the 95 % interval</source>
        <translation>；± 为 95 % 区间</translation>
    </message>
    <message>
        <source>Measured on %1 tokens; ± is the 95 % interval. Mean of Σ P(i) (log P(i) − log Q(i)) in nats per token, P of the original, Q of this plan</source>
        <translation>在 %1 个 token 上实测；± 为 95 % 区间。Σ P(i) (log P(i) − log Q(i)) 的均值，单位为奈特/token，P 来自原始模型，Q 来自此方案</translation>
    </message>
    <message>
        <source>Not measured: press Measure…</source>
        <translation>未测量：点击“测量…”</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>系列</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>File, %1</source>
        <translation>文件（%1）</translation>
    </message>
    <message>
        <source>Bits/weight</source>
        <translation>位/权重</translation>
    </message>
    <message>
        <source>VRAM, GiB</source>
        <translation>显存（GiB）</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>占 %1</translation>
    </message>
    <message>
        <source>Fit, GiB</source>
        <translation>余量（GiB）</translation>
    </message>
    <message>
        <source>Longest context</source>
        <translation>最长上下文</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>token/s</translation>
    </message>
    <message>
        <source>Users, %</source>
        <translation>用户（%）</translation>
    </message>
    <message>
        <source>Relative error, %</source>
        <translation>相对误差（%）</translation>
    </message>
    <message>
        <source>High effort, %</source>
        <translation>高精细度（%）</translation>
    </message>
    <message>
        <source>Change, %</source>
        <translation>变化（%）</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>不确定度</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL 散度</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Same token, %</source>
        <translation>首选 token 相同（%）</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PreTokenizerDialog</name>
    <message>
        <source>Choose the pre-tokenizer</source>
        <translation>选择预分词器</translation>
    </message>
    <message>
        <source>Before a tokenizer looks words up, it cuts the text into pieces: at spaces, digits, punctuation. llama.cpp knows these rules by name, and the name is written into the GGUF file. With a wrong one the file loads and answers, but it reads numbers, code and foreign scripts differently from the original.</source>
        <translation>分词器查词之前，先将文本切成片段：在空格、数字、标点处切分。llama.cpp 按名称识别这些规则，该名称会写入 GGUF 文件。名称不对时，文件仍能加载和回答，但对数字、代码和其他文字的读法会与原始模型不同。</translation>
    </message>
    <message>
        <source>Choose the name that belongs to the vocabulary of this model: usually that of the model it was trained from, such as llama-bpe for Llama 3, qwen2 for Qwen, tekken for Mistral Nemo. &quot;default&quot; means GPT-2&apos;s old rules and is right for few models.</source>
        <translation>选择与此模型词表对应的名称：通常是其训练所基于的模型的名称，例如 Llama 3 用 llama-bpe，Qwen 用 qwen2，Mistral Nemo 用 tekken。“default”表示 GPT-2 的旧规则，只适合少数模型。</translation>
    </message>
    <message>
        <source>Pre-tokenizer</source>
        <translation>预分词器</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>&amp;Pre-tokenizer</source>
        <translation>预分词器(&amp;P)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Choose a name from the list first</source>
        <translation>请先从列表中选择名称</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PresetCombo</name>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Preset (Ctrl+P)</source>
        <translation>预设 (Ctrl+P)</translation>
    </message>
    <message>
        <source>Open a model first</source>
        <translation>请先打开模型</translation>
    </message>
    <message>
        <source>Inspection only</source>
        <translation>仅供查看</translation>
    </message>
    <message>
        <source>Estimating sizes</source>
        <translation>正在计算大小</translation>
    </message>
    <message>
        <source>bpw</source>
        <translation>bpw</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::RecentModels</name>
    <message>
        <source>today, %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ResultCard</name>
    <message>
        <source>Log of the job</source>
        <translation>任务日志</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close the log</source>
        <translation>关闭日志</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>Copy the command that repeats this job without a window</source>
        <translation>复制无需窗口即可重复此任务的命令</translation>
    </message>
    <message>
        <source>No jobs yet. Choose a preset and press Convert.</source>
        <translation>尚无任务。选择预设并点击“转换”。</translation>
    </message>
    <message>
        <source>Paused. What is done is kept beside the destination.</source>
        <translation>已暂停。已完成的部分保存在目标位置旁。</translation>
    </message>
    <message>
        <source>Stopped. What is done is kept beside the destination until it is resumed or started anew.</source>
        <translation>已停止。已完成的部分保存在目标位置旁，直到继续或重新开始。</translation>
    </message>
    <message>
        <source>The result will stand here: size, error against the prediction, verification.</source>
        <translation>结果将显示在此处：大小、误差与预测的对比、校验。</translation>
    </message>
    <message>
        <source>✓ verified, every tensor read back</source>
        <translation>✓ 已校验，每个张量均已读回</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>as planned, to the byte</source>
        <translation>与方案一致，逐字节相符</translation>
    </message>
    <message>
        <source>planned: %1</source>
        <translation>方案：%1</translation>
    </message>
    <message>
        <source>Of the original</source>
        <translation>与原始模型之比</translation>
    </message>
    <message>
        <source>%1 before</source>
        <translation>原为 %1</translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation>相对误差</translation>
    </message>
    <message>
        <source>predicted %1</source>
        <translation>预测 %1</translation>
    </message>
    <message>
        <source>measured on all weights</source>
        <translation>在全部权重上实测</translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation>每权重位数</translation>
    </message>
    <message>
        <source>block scales included</source>
        <translation>含块缩放系数</translation>
    </message>
    <message>
        <source>Worst tensor</source>
        <translation>误差最大的张量</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>内存峰值</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>%1 changed, %2 kept as they were</source>
        <translation>%1 个已更改，%2 个保持原样</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::RuleDialog</name>
    <message>
        <source>Matches no weight that has a choice</source>
        <translation>未匹配任何可选编码的权重</translation>
    </message>
    <message>
        <source>%1 of the %2 weights it matches cannot have that encoding: %3</source>
        <translation>匹配的 %2 个权重中有 %1 个不能采用该编码：%3</translation>
    </message>
    <message>
        <source>Matches 1 weight</source>
        <translation>匹配 1 个权重</translation>
    </message>
    <message>
        <source>Matches %1 weights</source>
        <translation>匹配 %1 个权重</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>添加规则</translation>
    </message>
    <message>
        <source>Change the rule</source>
        <translation>更改规则</translation>
    </message>
    <message>
        <source>Weights that meet all conditions given here get the encoding. The first rule that matches wins.</source>
        <translation>满足此处所有条件的权重采用该编码。以首条匹配的规则为准。</translation>
    </message>
    <message>
        <source>Name pattern</source>
        <translation>名称模式</translation>
    </message>
    <message>
        <source>Glob</source>
        <translation>通配符</translation>
    </message>
    <message>
        <source>Regex</source>
        <translation>正则</translation>
    </message>
    <message>
        <source>Glob: * any run of characters, ? one, over the whole name. Regex: found anywhere in the name</source>
        <translation>通配符：* 表示任意多个字符，? 表示一个字符，须匹配整个名称。正则：在名称中任意位置匹配即可</translation>
    </message>
    <message>
        <source>any name, or for example blk.*.attn_v.weight</source>
        <translation>任意名称，或例如 blk.*.attn_v.weight</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>any role</source>
        <translation>任意角色</translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation>角色(&amp;R)</translation>
    </message>
    <message>
        <source>all, or for example 0-3</source>
        <translation>全部，或例如 0-3</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>层(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Encoding</source>
        <translation>编码(&amp;E)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Add rule</source>
        <translation>添加规则</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Layers are a number or two, such as 0-3</source>
        <translation>层应为一个或两个数字，例如 0-3</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::RulesModel</name>
    <message>
        <source>/%1/</source>
        <translation>/%1/</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>layers %1 to %2</source>
        <translation>第 %1 至 %2 层</translation>
    </message>
    <message>
        <source>everything else</source>
        <translation>其余全部</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>as %1 says</source>
        <translation>按 %1</translation>
    </message>
    <message>
        <source>rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Rules above decide all that it matches</source>
        <translation>其匹配的权重均已由上方规则决定</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::Session</name>
    <message>
        <source>%1 is an importance matrix</source>
        <translation>%1 是重要性矩阵</translation>
    </message>
    <message>
        <source>It guides the conversion of the model that it was made from. Open that model first.</source>
        <translation>它用于引导生成它的那个模型的转换。请先打开该模型。</translation>
    </message>
    <message>
        <source>The plan is %1 now.</source>
        <translation>方案现为 %1。</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::StatisticsTable</name>
    <message>
        <source>Minimum</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Σw ÷ n</source>
        <translation>Σw ÷ n</translation>
    </message>
    <message>
        <source>Std deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>√(Σ(w − mean)² ÷ n)</source>
        <translation>√(Σ(w − mean)² ÷ n)</translation>
    </message>
    <message>
        <source>Excess kurtosis</source>
        <translation>超额峰度</translation>
    </message>
    <message>
        <source>n·Σ(w − mean)⁴ ÷ (Σ(w − mean)²)² − 3; 0 for a normal distribution</source>
        <translation>n·Σ(w − mean)⁴ ÷ (Σ(w − mean)²)² − 3；正态分布为 0</translation>
    </message>
    <message>
        <source>Zeros, %</source>
        <translation>零值（%）</translation>
    </message>
    <message>
        <source>|w| &gt; 6 σ, ppm</source>
        <translation>|w| &gt; 6 σ（ppm）</translation>
    </message>
    <message>
        <source>Values more than six standard deviations out, in a million</source>
        <translation>偏离超过六个标准差的值，每百万个中的个数</translation>
    </message>
    <message>
        <source>NaN, infinite</source>
        <translation>NaN、无穷值</translation>
    </message>
    <message>
        <source>Relative error, %</source>
        <translation>相对误差（%）</translation>
    </message>
    <message>
        <source>‖W − Q‖ ÷ ‖W‖</source>
        <translation>‖W − Q‖ ÷ ‖W‖</translation>
    </message>
    <message>
        <source>Signal to noise, dB</source>
        <translation>信噪比（dB）</translation>
    </message>
    <message>
        <source>−20 · log₁₀(‖W − Q‖ ÷ ‖W‖)</source>
        <translation>−20 · log₁₀(‖W − Q‖ ÷ ‖W‖)</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>ΣWQ ÷ (‖W‖ · ‖Q‖)</source>
        <translation>ΣWQ ÷ (‖W‖ · ‖Q‖)</translation>
    </message>
    <message>
        <source>Largest change</source>
        <translation>最大变化</translation>
    </message>
    <message>
        <source>max |W − Q|</source>
        <translation>max |W − Q|</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::StatusLine</name>
    <message>
        <source>Fits %1, %2 free at %3 tokens</source>
        <translation>%1 装得下，上下文 %3 token 时剩余 %2</translation>
    </message>
    <message>
        <source>Tight on %1, %2 free at %3 tokens</source>
        <translation>%1 勉强装得下，上下文 %3 token 时剩余 %2</translation>
    </message>
    <message>
        <source>Does not fit %1, %2 short at %3 tokens</source>
        <translation>%1 装不下，上下文 %3 token 时缺 %2</translation>
    </message>
    <message>
        <source>1 job</source>
        <translation>1 个任务</translation>
    </message>
    <message>
        <source>%1 jobs</source>
        <translation>%1 个任务</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1，剩余 %2</translation>
    </message>
    <message>
        <source>1 job waiting</source>
        <translation>1 个任务等待中</translation>
    </message>
    <message>
        <source>%1 jobs waiting</source>
        <translation>%1 个任务等待中</translation>
    </message>
    <message>
        <source>No jobs running</source>
        <translation>没有正在运行的任务</translation>
    </message>
    <message>
        <source>No model open</source>
        <translation>未打开模型</translation>
    </message>
    <message>
        <source>%1 parameters, %2, %3</source>
        <translation>%1 参数，%2，%3</translation>
    </message>
    <message>
        <source>bpw</source>
        <translation>bpw</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TensorTreeModel</name>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>layer %1, %2</source>
        <translation>第 %1 层，%2</translation>
    </message>
    <message>
        <source>Relative error of the planned encoding, ‖W − Q‖ ÷ ‖W‖</source>
        <translation>方案所定编码的相对误差，‖W − Q‖ ÷ ‖W‖</translation>
    </message>
    <message>
        <source>Whether the importance matrix has values for the tensor</source>
        <translation>重要性矩阵是否包含该张量的值</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Error, %</source>
        <translation>误差（%）</translation>
    </message>
    <message>
        <source>Imatrix</source>
        <translation>重要性矩阵</translation>
    </message>
    <message>
        <source>%1 NaN, %2 infinite values</source>
        <translation>%1 个 NaN，%2 个无穷值</translation>
    </message>
    <message>
        <source>The largest value lies %1 standard deviations out</source>
        <translation>最大的值偏离 %1 个标准差</translation>
    </message>
    <message>
        <source>The format leaves no choice for this tensor</source>
        <translation>该格式对此张量没有其他选择</translation>
    </message>
    <message>
        <source>%1 bytes as planned</source>
        <translation>按方案为 %1 字节</translation>
    </message>
    <message>
        <source>‖W − Q‖ ÷ ‖W‖ = %1</source>
        <translation>‖W − Q‖ ÷ ‖W‖ = %1</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>covered</source>
        <translation>已覆盖</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TensorsDock</name>
    <message>
        <source>Tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Name or pattern, e.g. *.ffn_down</source>
        <translation>名称或模式，例如 *.ffn_down</translation>
    </message>
    <message>
        <source>Filter of the tensors</source>
        <translation>张量筛选</translation>
    </message>
    <message>
        <source>Part of a name, a pattern with * and ?, or role:attn_q  layer:3-7  type:Q4_K  imatrix:missing; words are joined by &quot;and&quot; (Ctrl+F)</source>
        <translation>名称的一部分、含 * 和 ? 的模式，或 role:attn_q  layer:3-7  type:Q4_K  imatrix:missing；各词以“与”相连 (Ctrl+F)</translation>
    </message>
    <message>
        <source>More filters</source>
        <translation>更多筛选</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1, of which %2 have a choice</source>
        <translation>%1 个，其中 %2 个可选编码</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Planned encoding</source>
        <translation>方案所定编码</translation>
    </message>
    <message>
        <source>Missing in the importance matrix</source>
        <translation>重要性矩阵中缺失</translation>
    </message>
    <message>
        <source>First layers (0 to 3)</source>
        <translation>前几层（0 至 3）</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TopBar</name>
    <message>
        <source>%1 · loads in %2</source>
        <translation>%1 · 可用于 %2</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Open a model first</source>
        <translation>请先打开模型</translation>
    </message>
    <message>
        <source>Effort</source>
        <translation>精细度</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>The bytes of the format&apos;s reference implementation</source>
        <translation>与该格式参考实现相同的字节</translation>
    </message>
    <message>
        <source>Searches longer for codes with a lower error; same format, same size, slower</source>
        <translation>搜索更久，以找到误差更小的编码值；格式和大小相同，速度较慢</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>The card that the model shall run on (Ctrl+G)</source>
        <translation>用来运行模型的显卡 (Ctrl+G)</translation>
    </message>
    <message>
        <source>KV cache type</source>
        <translation>KV 缓存类型</translation>
    </message>
    <message>
        <source>Plan…</source>
        <translation>方案…</translation>
    </message>
    <message>
        <source>Choose the encoding of every weight, or have the best mix found (Alt+4)</source>
        <translation>为每个权重选择编码，或自动寻找最佳组合 (Alt+4)</translation>
    </message>
    <message>
        <source>Write the file (Ctrl+Return)</source>
        <translation>写入文件 (Ctrl+Return)</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Context, tokens</source>
        <translation>上下文（token）</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV 缓存</translation>
    </message>
    <message>
        <source>Format · %1</source>
        <translation>格式 · %1</translation>
    </message>
    <message>
        <source>Loads in %1. %2</source>
        <translation>可用于 %1。%2</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>with importance matrix</source>
        <translation>使用重要性矩阵</translation>
    </message>
    <message>
        <source>Normal: the bytes of the format&apos;s reference implementation. High: a lower error in the same format and size; converting takes longer</source>
        <translation>普通：与该格式参考实现相同的字节。高：格式和大小相同，误差更小；转换用时更长</translation>
    </message>
    <message>
        <source>What %1 uses can be written in one way only</source>
        <translation>%1 所用的编码只有一种写法</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TotalsModel</name>
    <message>
        <source>Total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>with metadata</source>
        <translation>含元数据</translation>
    </message>
    <message>
        <source>Norms, biases and what else the format stores in one way only</source>
        <translation>归一化、偏置以及该格式只有一种存储方式的其他张量</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>位数</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::WeightsPage</name>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Levels of the block before (Page Up)</source>
        <translation>上一块的量化级 (Page Up)</translation>
    </message>
    <message>
        <source>Levels of the next block (Page Down)</source>
        <translation>下一块的量化级 (Page Down)</translation>
    </message>
    <message>
        <source>Block before</source>
        <translation>上一块</translation>
    </message>
    <message>
        <source>Next block</source>
        <translation>下一块</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>所有层</translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Excess kurtosis</source>
        <translation>超额峰度</translation>
    </message>
    <message>
        <source>Largest value</source>
        <translation>最大的值</translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation>相对误差</translation>
    </message>
    <message>
        <source>What the cells show</source>
        <translation>单元格显示的内容</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Bins</source>
        <translation>区间</translation>
    </message>
    <message>
        <source>Maxima</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>original</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>decoded from %1</source>
        <translation>由 %1 解码</translation>
    </message>
    <message>
        <source>row %1, columns %2 to %3</source>
        <translation>第 %1 行，第 %2 至 %3 列</translation>
    </message>
    <message>
        <source>the %1 levels of %2</source>
        <translation>%2的 %1 个量化级</translation>
    </message>
    <message>
        <source>the %1 values that occur in %2</source>
        <translation>%2中出现的 %1 个值</translation>
    </message>
    <message>
        <source>%1 of the weights</source>
        <translation>已读取 %1 的权重</translation>
    </message>
    <message>
        <source>read in %1</source>
        <translation>读取用时 %1</translation>
    </message>
    <message>
        <source>Choose a tensor, a module or a layer in the list</source>
        <translation>在列表中选择张量、模块或层</translation>
    </message>
    <message>
        <source>%1 weights, %2</source>
        <translation>%1 个权重，%2</translation>
    </message>
    <message>
        <source>%1 weights in %2 tensors</source>
        <translation>%2 个张量中的 %1 个权重</translation>
    </message>
    <message>
        <source>%1, reading</source>
        <translation>%1，读取中</translation>
    </message>
</context>
</TS>
