<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>CalibrationTexts</name>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>begun, goes on where it was</source>
        <translation>已开始，将从中断处继续</translation>
    </message>
    <message>
        <source>not run yet</source>
        <translation>尚未运行</translation>
    </message>
    <message>
        <source>%1, %2 old</source>
        <translation>%1，%2前生成</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 及另外 %2 个</translation>
    </message>
    <message>
        <source>calibrated, %1</source>
        <translation>已校准，%1</translation>
    </message>
    <message>
        <source>calibrated on %1, %2</source>
        <translation>以 %1 校准，%2</translation>
    </message>
    <message>
        <source>calibrated by %1</source>
        <translation>由 %1 校准</translation>
    </message>
    <message>
        <source>needs a calibration text</source>
        <translation>需要校准文本</translation>
    </message>
    <message>
        <source>with importance matrix</source>
        <translation>使用重要性矩阵</translation>
    </message>
    <message>
        <source>Codes are chosen by the text that comes with the program</source>
        <translation>编码由程序自带的文本选定</translation>
    </message>
    <message>
        <source>Codes are chosen by %1</source>
        <translation>编码由 %1 选定</translation>
    </message>
    <message>
        <source>%1, %2 tokens</source>
        <translation>%1，%2 个 token</translation>
    </message>
    <message>
        <source>Codes are chosen by the statistics %1</source>
        <translation>编码由统计文件 %1 选定</translation>
    </message>
    <message>
        <source>%1, matrix by matrix</source>
        <translation>%1，各矩阵独立</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>token</translation>
    </message>
    <message>
        <source>%1 in %2 windows</source>
        <translation>%1 个，共 %2 个窗口</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Too few tokens</source>
        <translation>token 过少</translation>
    </message>
    <message>
        <source>for none of %1 matrices</source>
        <translation>%1 个矩阵均足够</translation>
    </message>
    <message>
        <source>Experts never used</source>
        <translation>从未用到的专家</translation>
    </message>
</context>
<context>
    <name>DivergenceTexts</name>
    <message>
        <source>%1 against %2</source>
        <translation>%1 对比 %2</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL 散度</translation>
    </message>
    <message>
        <source>%1, measured on a text</source>
        <translation>%1，在文本上测量</translation>
    </message>
    <message>
        <source>KL %1</source>
        <translation>KL %1</translation>
    </message>
    <message>
        <source>KL divergence %1, same most likely token %2</source>
        <translation>KL 散度 %1，最可能的词元相同 %2</translation>
    </message>
</context>
<context>
    <name>DownloadTexts</name>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>%1 files, %2, checked; commit %3</source>
        <translation>%1 个文件，%2，已校验；提交 %3</translation>
    </message>
    <message>
        <source>%1 over the network</source>
        <translation>经网络 %1</translation>
    </message>
</context>
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
    <message>
        <source>an 8B model and a card of 12 GB</source>
        <translation>8B 模型与 12 GB 显卡</translation>
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
    <message>
        <source>%1 GB/s</source>
        <translation>%1 GB/s</translation>
    </message>
</context>
<context>
    <name>HeadlessTexts</name>
    <message>
        <source>No card is called %1</source>
        <translation>没有名为 %1 的显卡</translation>
    </message>
    <message>
        <source>The names stand in the GPU list of the window and in resources/hardware/gpus.json.</source>
        <translation>名称见窗口的 GPU 列表和 resources/hardware/gpus.json。</translation>
    </message>
    <message>
        <source>Opening takes too long</source>
        <translation>打开耗时过长</translation>
    </message>
    <message>
        <source>Measuring takes too long</source>
        <translation>测量耗时过长</translation>
    </message>
    <message>
        <source>The report cannot be written</source>
        <translation>无法写入报告</translation>
    </message>
    <message>
        <source>The folder cannot be made</source>
        <translation>无法创建文件夹</translation>
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
    <message>
        <source>Not calibrated: %1</source>
        <translation>未校准：%1</translation>
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
    <message>
        <source>Columns without importance</source>
        <translation>没有重要性数据的列</translation>
    </message>
    <message>
        <source>The importance matrix knows nothing of %1 of %2 columns; they count evenly</source>
        <translation>重要性矩阵对 %2 列中的 %1 列没有数据；这些列按同等权重计</translation>
    </message>
</context>
<context>
    <name>MeasureJobTexts</name>
    <message>
        <source>original</source>
        <translation>原模型</translation>
    </message>
    <message>
        <source>%1, %2 plans</source>
        <translation>%1，%2 个计划</translation>
    </message>
    <message>
        <source>%1: perplexity %2</source>
        <translation>%1：困惑度 %2</translation>
    </message>
    <message>
        <source>%1: perplexity %2, KL divergence %3</source>
        <translation>%1：困惑度 %2，KL 散度 %3</translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>%1, measured on a text</source>
        <translation>%1，在文本上测量</translation>
    </message>
    <message>
        <source>KL %1</source>
        <translation>KL %1</translation>
    </message>
    <message>
        <source>%1 measured</source>
        <translation>已测 %1 个</translation>
    </message>
</context>
<context>
    <name>MeasureTexts</name>
    <message>
        <source>broken</source>
        <translation>失效</translation>
    </message>
</context>
<context>
    <name>MergeTexts</name>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>%1 into %2, to %3</source>
        <translation>%1 合并到 %2，写入 %3</translation>
    </message>
    <message>
        <source>%1 of %2 tensors changed, %3 in %4</source>
        <translation>已修改 %2 个张量中的 %1 个，%3，用时 %4</translation>
    </message>
</context>
<context>
    <name>MixTexts</name>
    <message>
        <source>There is no format %1</source>
        <translation>没有格式 %1</translation>
    </message>
    <message>
        <source>Best mix</source>
        <translation>最佳混合</translation>
    </message>
    <message>
        <source>What each encoding loses on each weight of %1</source>
        <translation>每种编码在 %1 的每个权重上的损失</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 个权重</translation>
    </message>
</context>
<context>
    <name>ModelScan</name>
    <message>
        <source>Reading weights</source>
        <translation>正在读取权重</translation>
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
    <message>
        <source>Roles of tensors are guessed.</source>
        <translation>张量的角色是猜测的。</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
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
    <name>PassTexts</name>
    <message>
        <source>original</source>
        <translation>原始模型</translation>
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
    <message>
        <source>at least %1</source>
        <translation>至少 %1</translation>
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
    <name>ScanTexts</name>
    <message>
        <source>All weights</source>
        <translation>全部权重</translation>
    </message>
    <message>
        <source>All weights of %1, read once</source>
        <translation>%1 的全部权重，读取一遍</translation>
    </message>
    <message>
        <source>%1 with NaN or infinite values</source>
        <translation>%1 个含 NaN 或无穷值</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 个权重</translation>
    </message>
    <message>
        <source>%1 weights, %2 of them with NaN or infinite values</source>
        <translation>%1 个权重，其中 %2 个含 NaN 或无穷值</translation>
    </message>
</context>
<context>
    <name>SensitivityTexts</name>
    <message>
        <source>There is no format %1</source>
        <translation>没有格式 %1</translation>
    </message>
    <message>
        <source>Sensitivities</source>
        <translation>敏感度</translation>
    </message>
    <message>
        <source>What an error in each part of %1 does to its answers</source>
        <translation>%1 各部分的误差对其回答的影响</translation>
    </message>
    <message>
        <source>%1 parts</source>
        <translation>%1 个部分</translation>
    </message>
    <message>
        <source>%1 parts of the model, %2 measurements, %3 tokens of %4</source>
        <translation>模型的 %1 个部分，%2 次测量，%4 的 %3 个 token</translation>
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
    <name>UserData</name>
    <message>
        <source>This file is damaged</source>
        <translation>此文件已损坏</translation>
    </message>
    <message>
        <source>Another version of the program made this job</source>
        <translation>此任务由程序的另一版本创建</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source> and </source>
        <translation> 和 </translation>
    </message>
    <message>
        <source>({:Lg} × {:.2Lf} GB ÷ {:Lg} GB/s + {:.2Lf} ms){} = {:.2Lf} ms a token ({}), ± {:.0Lf} %</source>
        <translation>({:Lg} × {:.2Lf} GB ÷ {:Lg} GB/s + {:.2Lf} ms){} = 每 token {:.2Lf} ms（{}），± {:.0Lf} %</translation>
    </message>
    <message>
        <source>({}) × {} sequences</source>
        <translation>({}) × {} 个序列</translation>
    </message>
    <message>
        <source>.weight_format is {}; only 0, row by row, is loaded by today&apos;s bitsandbytes.</source>
        <translation>.weight_format 为 {}；目前的 bitsandbytes 只能加载 0，即逐行排列。</translation>
    </message>
    <message>
        <source>1 440 MiB for driver, kernels and a desktop: measured on an RTX 3060, within 130 MiB for five models</source>
        <translation>1 440 MiB 用于驱动程序、内核和桌面：在 RTX 3060 上实测，五个模型的偏差均在 130 MiB 以内</translation>
    </message>
    <message>
        <source>1 bit: the signs and a scale; for models trained that way</source>
        <translation>1 位：符号加缩放系数；适用于以此方式训练的模型</translation>
    </message>
    <message>
        <source>1 is</source>
        <translation>1 个</translation>
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
        <source>2 × {} layers × {} cells × {} heads × {} × {:Lg} bytes</source>
        <translation>2 × {} 层 × {} 个单元 × {} 个头 × {} × {:Lg} 字节</translation>
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
        <translation>400 MiB 用于没有桌面的显卡上的驱动程序和内核</translation>
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
        <translation>可以打开 .safetensors、.gguf 或 PyTorch .bin 文件，也可以打开模型所在的文件夹。</translation>
    </message>
    <message>
        <source>A Sequence must have a list &quot;normalizers&quot;.</source>
        <translation>Sequence 必须含有列表“normalizers”。</translation>
    </message>
    <message>
        <source>A Sequence must have a list &quot;pretokenizers&quot;.</source>
        <translation>Sequence 必须含有列表“pretokenizers”。</translation>
    </message>
    <message>
        <source>A TemplateProcessing must have a list &quot;single&quot;.</source>
        <translation>TemplateProcessing 必须含有列表“single”。</translation>
    </message>
    <message>
        <source>A byte-level vocabulary with tokenizer.ggml.add_space_prefix.</source>
        <translation>字节级词表却带有 tokenizer.ggml.add_space_prefix。</translation>
    </message>
    <message>
        <source>A key has 1 to {} bytes.</source>
        <translation>键的长度为 1 至 {} 字节。</translation>
    </message>
    <message>
        <source>A matrix in torchao&apos;s plain INT4 layout has scales in two dimensions: groups × rows.</source>
        <translation>采用 torchao 普通 INT4 布局的矩阵，其缩放系数为二维：组 × 行。</translation>
    </message>
    <message>
        <source>A matrix of this shape cannot be there: {}.</source>
        <translation>此处不能有这种形状的矩阵：{}。</translation>
    </message>
    <message>
        <source>A matrix product failed</source>
        <translation>矩阵乘法失败</translation>
    </message>
    <message>
        <source>A merge of the tokenizer is not as expected</source>
        <translation>分词器的某条合并规则与预期不符</translation>
    </message>
    <message>
        <source>A mix cannot be planned while layers are pruned</source>
        <translation>有层被剪枝时不能规划组合</translation>
    </message>
    <message>
        <source>A mix cannot be planned with a pure preset or an output matrix that is left as it is</source>
        <translation>使用单一编码的预设或输出矩阵保持原样时，不能规划组合</translation>
    </message>
    <message>
        <source>A name for the result is missing</source>
        <translation>缺少结果的名称</translation>
    </message>
    <message>
        <source>A pattern must be {{&quot;Regex&quot;: …}} or {{&quot;String&quot;: …}} and not empty.</source>
        <translation>模式必须是 {{&quot;Regex&quot;: …}} 或 {{&quot;String&quot;: …}}，且不能为空。</translation>
    </message>
    <message>
        <source>A pattern of the tokenizer cannot be used</source>
        <translation>分词器的某个模式无法使用</translation>
    </message>
    <message>
        <source>A pattern of the tokenizer cannot be used on this text</source>
        <translation>分词器的某个模式无法用于此文本</translation>
    </message>
    <message>
        <source>A pre-tokenizer belongs to one.</source>
        <translation>预分词器须与词表配套。</translation>
    </message>
    <message>
        <source>A rule has no condition</source>
        <translation>某条规则没有条件</translation>
    </message>
    <message>
        <source>A second rounding adds to the first. Use the BF16 file when you have it, or allow the double loss.</source>
        <translation>再次舍入会叠加误差。如有 BF16 文件，应使用该文件；否则请允许双重损失。</translation>
    </message>
    <message>
        <source>A shipped file is missing: {}</source>
        <translation>缺少程序自带的文件：{}</translation>
    </message>
    <message>
        <source>A solver moves the zero point of every group until few weights are far off, in seconds and without any text to calibrate on. Every layer may have bits and groups of its own; below three bits calibrated formats lose less.</source>
        <translation>求解器移动每组的零点，直到只有少数权重偏差较大；只需几秒，无需校准文本。每层可有自己的位数和组大小；低于 3 位时，经校准的格式损失更小。</translation>
    </message>
    <message>
        <source>A special token of its template has no ids.</source>
        <translation>其模板中的某个特殊 token 没有 id。</translation>
    </message>
    <message>
        <source>A step is of the type &quot;{}&quot;. Known are Sequence, ByteLevel, Split, Digits, Punctuation, Whitespace, WhitespaceSplit, CharDelimiterSplit and Metaspace.</source>
        <translation>某个步骤的类型为“{}”。已知的类型有 Sequence、ByteLevel、Split、Digits、Punctuation、Whitespace、WhitespaceSplit、CharDelimiterSplit 和 Metaspace。</translation>
    </message>
    <message>
        <source>A step is of the type &quot;{}&quot;. Known are Sequence, Prepend, Replace, NFC, NFD, NFKC, NFKD, Lowercase, Strip and StripAccents.</source>
        <translation>某个步骤的类型为“{}”。已知的类型有 Sequence、Prepend、Replace、NFC、NFD、NFKC、NFKD、Lowercase、Strip 和 StripAccents。</translation>
    </message>
    <message>
        <source>A tensor ._weight_act_pre_scale is not supported</source>
        <translation>不支持张量 ._weight_act_pre_scale</translation>
    </message>
    <message>
        <source>A tensor {} is missing</source>
        <translation>缺少张量 {}</translation>
    </message>
    <message>
        <source>A tensor {} of an HQQ layer is missing</source>
        <translation>HQQ 层缺少张量 {}</translation>
    </message>
    <message>
        <source>A tensor {} of an HQQ layer is not supported</source>
        <translation>不支持 HQQ 层的张量 {}</translation>
    </message>
    <message>
        <source>A text cannot be run through this model</source>
        <translation>此模型无法处理文本</translation>
    </message>
    <message>
        <source>A text or a number in it cannot be read.</source>
        <translation>其中有文本或数字无法读取。</translation>
    </message>
    <message>
        <source>A token in it has no id below {}.</source>
        <translation>其中某个 token 没有小于 {} 的 id。</translation>
    </message>
    <message>
        <source>A token is listed twice</source>
        <translation>某个 token 列出了两次</translation>
    </message>
    <message>
        <source>A token lies beyond the vocabulary</source>
        <translation>某个 token 超出词表范围</translation>
    </message>
    <message>
        <source>A token of the vocabulary is no valid UTF-8</source>
        <translation>词表中某个 token 不是有效的 UTF-8</translation>
    </message>
    <message>
        <source>A token of the vocabulary is too long</source>
        <translation>词表中某个 token 过长</translation>
    </message>
    <message>
        <source>A value is infinite</source>
        <translation>某个值为无穷值</translation>
    </message>
    <message>
        <source>A value is not a number (NaN)</source>
        <translation>某个值不是数 (NaN)</translation>
    </message>
    <message>
        <source>A value is not finite</source>
        <translation>某个值不是有限数</translation>
    </message>
    <message>
        <source>A weight is described twice</source>
        <translation>某个权重描述了两次</translation>
    </message>
    <message>
        <source>A weight is not finite</source>
        <translation>某个权重不是有限数</translation>
    </message>
    <message>
        <source>A weight is {}</source>
        <translation>某个权重为 {}</translation>
    </message>
    <message>
        <source>A weight of another model cannot be painted</source>
        <translation>不能涂绘其他模型的权重</translation>
    </message>
    <message>
        <source>A {} of {} does not fit into {}</source>
        <translation>{} {} 超出 {} 的范围</translation>
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
        <translation>另一个校准正在写入此文件</translation>
    </message>
    <message>
        <source>Another conversion is writing this file</source>
        <translation>另一个转换正在写入此文件</translation>
    </message>
    <message>
        <source>As a matrix with these scales it is not possible: {}.</source>
        <translation>不能作为使用这些缩放系数的矩阵：{}。</translation>
    </message>
    <message>
        <source>As a matrix, {}.</source>
        <translation>作为矩阵，{}。</translation>
    </message>
    <message>
        <source>Asked for by {}. There are {}.</source>
        <translation>指定处：{}。可用的有：{}。</translation>
    </message>
    <message>
        <source>At byte {} of its pickle it asks for {}.{}. Only state dicts are read: nothing that a pickle names is ever run. Save model.state_dict(), or the model as safetensors.</source>
        <translation>其 pickle 在字节 {} 处要求 {}.{}。只读取 state dict：pickle 中指名的任何内容都不会执行。请保存 model.state_dict()，或将模型存为 safetensors。</translation>
    </message>
    <message>
        <source>At byte {} of its pickle: {}.</source>
        <translation>其 pickle 的字节 {} 处：{}。</translation>
    </message>
    <message>
        <source>At byte {}: {}.</source>
        <translation>字节 {} 处：{}。</translation>
    </message>
    <message>
        <source>At byte {}: {}. Download it again.</source>
        <translation>字节 {} 处：{}。请重新下载。</translation>
    </message>
    <message>
        <source>At character {}: {}.</source>
        <translation>第 {} 个字符处：{}。</translation>
    </message>
    <message>
        <source>Axis</source>
        <translation>轴</translation>
    </message>
    <message>
        <source>Big-endian GGUF files are not supported</source>
        <translation>不支持大端序 GGUF 文件</translation>
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
        <translation>正在校准</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Cannot ask for the free space</source>
        <translation>无法查询可用空间</translation>
    </message>
    <message>
        <source>Cannot close the file</source>
        <translation>无法关闭文件</translation>
    </message>
    <message>
        <source>Cannot create the file</source>
        <translation>无法创建文件</translation>
    </message>
    <message>
        <source>Cannot lock the file</source>
        <translation>无法锁定文件</translation>
    </message>
    <message>
        <source>Cannot map the file into memory</source>
        <translation>无法将文件映射到内存</translation>
    </message>
    <message>
        <source>Cannot open the file</source>
        <translation>无法打开文件</translation>
    </message>
    <message>
        <source>Cannot open the file for writing</source>
        <translation>无法打开文件进行写入</translation>
    </message>
    <message>
        <source>Cannot read at byte {}</source>
        <translation>无法在字节 {} 处读取</translation>
    </message>
    <message>
        <source>Cannot read back at byte {}</source>
        <translation>无法在字节 {} 处读回</translation>
    </message>
    <message>
        <source>Cannot read the file</source>
        <translation>无法读取文件</translation>
    </message>
    <message>
        <source>Cannot read the file&apos;s size</source>
        <translation>无法读取文件大小</translation>
    </message>
    <message>
        <source>Cannot read the folder</source>
        <translation>无法读取文件夹</translation>
    </message>
    <message>
        <source>Cannot remove what an earlier run left</source>
        <translation>无法移除先前运行留下的内容</translation>
    </message>
    <message>
        <source>Cannot remove what an interrupted run left</source>
        <translation>无法移除中断的运行留下的内容</translation>
    </message>
    <message>
        <source>Cannot rename the finished file</source>
        <translation>无法重命名已完成的文件</translation>
    </message>
    <message>
        <source>Cannot replace the file</source>
        <translation>无法替换文件</translation>
    </message>
    <message>
        <source>Cannot reserve {}</source>
        <translation>无法预留 {}</translation>
    </message>
    <message>
        <source>Cannot set the file&apos;s length</source>
        <translation>无法设置文件长度</translation>
    </message>
    <message>
        <source>Cannot write at byte {}</source>
        <translation>无法在字节 {} 处写入</translation>
    </message>
    <message>
        <source>Cannot write the file to the disk</source>
        <translation>无法将文件写入磁盘</translation>
    </message>
    <message>
        <source>Check the disk; nothing was kept.</source>
        <translation>请检查磁盘；未保留任何内容。</translation>
    </message>
    <message>
        <source>Checking what is there</source>
        <translation>正在检查已有内容</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Choose another name or allow it to be replaced.</source>
        <translation>请选择其他名称，或允许替换。</translation>
    </message>
    <message>
        <source>Choose another name or remove it.</source>
        <translation>请选择其他名称，或将其移除。</translation>
    </message>
    <message>
        <source>Choose another name or replace it.</source>
        <translation>请选择其他名称，或将其替换。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请选择其他名称。</translation>
    </message>
    <message>
        <source>Codes (.W_q) cannot be read without it.</source>
        <translation>没有它就无法读取编码值（.W_q）。</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>正在比较</translation>
    </message>
    <message>
        <source>Compute type</source>
        <translation>计算类型</translation>
    </message>
    <message>
        <source>Convert the model to safetensors and open that.</source>
        <translation>请将模型转换为 safetensors，然后打开。</translation>
    </message>
    <message>
        <source>Convert the original model again with a current tool.</source>
        <translation>请用当前的工具重新转换原始模型。</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>正在复制</translation>
    </message>
    <message>
        <source>Create it or choose another one.</source>
        <translation>请创建它，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>Disk full at {} of {} on {}</source>
        <translation>{2} 上的磁盘已满，已写入 {0}，共 {1}</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>请重新下载。</translation>
    </message>
    <message>
        <source>Drop the folder that holds it and the weights.</source>
        <translation>请拖入包含它和权重的文件夹。</translation>
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
        <translation>正在编码</translation>
    </message>
    <message>
        <source>Every tensor as it is stored: to split, merge or relabel a model</source>
        <translation>每个张量保持存储时的原样：用于拆分、合并模型或改写其标注</translation>
    </message>
    <message>
        <source>Expected a JSON object.</source>
        <translation>应为 JSON 对象。</translation>
    </message>
    <message>
        <source>Expected a list of {} names of kinds of layers.</source>
        <translation>应为列表，含 {} 个层种类的名称。</translation>
    </message>
    <message>
        <source>Expected an object with the id of every token.</source>
        <translation>应为包含每个 token 的 id 的对象。</translation>
    </message>
    <message>
        <source>Expected are scales in F16, BF16 or F32; quantized scales are not supported.</source>
        <translation>缩放系数应为 F16、BF16 或 F32；不支持经过量化的缩放系数。</translation>
    </message>
    <message>
        <source>Expected are two numbers of I64.</source>
        <translation>应为两个 I64 数。</translation>
    </message>
    <message>
        <source>Expected is a byte-level one: tokenizer.json, or vocab.json and merges.txt.</source>
        <translation>应为字节级分词器：tokenizer.json，或 vocab.json 和 merges.txt。</translation>
    </message>
    <message>
        <source>Expected is a short text as a vector of U8.</source>
        <translation>应为以 U8 向量存储的短文本。</translation>
    </message>
    <message>
        <source>Expected is one flag of U8.</source>
        <translation>应为一个 U8 标志。</translation>
    </message>
    <message>
        <source>Expected is one number of I32.</source>
        <translation>应为一个 I32 数。</translation>
    </message>
    <message>
        <source>Expected is “{}”, the type of the scales.</source>
        <translation>应为“{}”，即缩放系数的类型。</translation>
    </message>
    <message>
        <source>Expected tokenizer.ggml.merges in its metadata.</source>
        <translation>其元数据中应有 tokenizer.ggml.merges。</translation>
    </message>
    <message>
        <source>Expected tokenizer.ggml.tokens in its metadata.</source>
        <translation>其元数据中应有 tokenizer.ggml.tokens。</translation>
    </message>
    <message>
        <source>Expected tokenizer.model or tokenizer.json beside its weights.</source>
        <translation>权重旁应有 tokenizer.model 或 tokenizer.json。</translation>
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
        <translation>FP8 和 INT4 属于不同的加载器（fbgemm_fp8 和 torchao）：一个文件夹只能含其中一种</translation>
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
        <translation>找到 {}。{}</translation>
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
        <translation>请腾出 {}，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>Free {}, then try again. Nothing was left.</source>
        <translation>请腾出 {}，然后重试。未留下任何内容。</translation>
    </message>
    <message>
        <source>GGUF has no element type {}</source>
        <translation>GGUF 没有元素类型 {}</translation>
    </message>
    <message>
        <source>GGUF has no such tensor type.</source>
        <translation>GGUF 没有这种张量类型。</translation>
    </message>
    <message>
        <source>GGUF has no tensor type {}</source>
        <translation>GGUF 没有张量类型 {}</translation>
    </message>
    <message>
        <source>GGUF version 1 is not supported</source>
        <translation>不支持 GGUF 版本 1</translation>
    </message>
    <message>
        <source>Give a number such as 4.25.</source>
        <translation>请给出一个数字，例如 4.25。</translation>
    </message>
    <message>
        <source>Give it a glob, a regex, a role or layers; the glob * stands for every weight.</source>
        <translation>请为其指定通配符、正则、角色或层；通配符 * 表示所有权重。</translation>
    </message>
    <message>
        <source>Group size</source>
        <translation>组大小</translation>
    </message>
    <message>
        <source>HDF5 files are not supported</source>
        <translation>不支持 HDF5 文件</translation>
    </message>
    <message>
        <source>HQQ keeps its scales in F16, BF16 or F32, not in {}</source>
        <translation>HQQ 以 F16、BF16 或 F32 存储缩放系数，不能用 {}</translation>
    </message>
    <message>
        <source>HQQ stores finite numbers only.</source>
        <translation>HQQ 只存储有限数。</translation>
    </message>
    <message>
        <source>Half-quadratic solver</source>
        <translation>半二次求解器</translation>
    </message>
    <message>
        <source>In its pickle: {}.</source>
        <translation>在其 pickle 中：{}。</translation>
    </message>
    <message>
        <source>In {}: {}. Write it without nested repetitions.</source>
        <translation>在 {} 中：{}。请改写，不要嵌套重复。</translation>
    </message>
    <message>
        <source>Inspection only: {}</source>
        <translation>仅供查看：{}</translation>
    </message>
    <message>
        <source>It begins in row {}, column {} (counted from 0).</source>
        <translation>它从第 {} 行、第 {} 列开始（从 0 计数）。</translation>
    </message>
    <message>
        <source>It belongs to GGUF files. Leave it out.</source>
        <translation>它属于 GGUF 文件，请去掉。</translation>
    </message>
    <message>
        <source>It ends at {}, inside {} that starts at {}.</source>
        <translation>文件在 {0} 处结束，而从 {2} 处开始的{1}尚未结束。</translation>
    </message>
    <message>
        <source>It has a quant_state for NF4 and one for FP4.</source>
        <translation>它同时含有 NF4 和 FP4 的 quant_state。</translation>
    </message>
    <message>
        <source>It has more than {} steps, or chains inside chains.</source>
        <translation>步骤超过 {} 个，或链的嵌套过深。</translation>
    </message>
    <message>
        <source>It has no &quot;{}&quot;.</source>
        <translation>其中没有“{}”。</translation>
    </message>
    <message>
        <source>It has no object &quot;model&quot;.</source>
        <translation>其中没有对象“model”。</translation>
    </message>
    <message>
        <source>It has no options.</source>
        <translation>它没有选项。</translation>
    </message>
    <message>
        <source>It has {} bytes, a file may have {}. Choose a larger limit.</source>
        <translation>它有 {} 字节，每个文件最多 {} 字节。请选择更大的上限。</translation>
    </message>
    <message>
        <source>It has {} bytes, at most {} are allowed.</source>
        <translation>它有 {} 字节，最多允许 {} 字节。</translation>
    </message>
    <message>
        <source>It has {} bytes, at most {} are read.</source>
        <translation>它有 {} 字节，最多读取 {} 字节。</translation>
    </message>
    <message>
        <source>It has {} bytes, fewer than {} are expected.</source>
        <translation>它有 {} 字节，应少于 {} 字节。</translation>
    </message>
    <message>
        <source>It has {} bytes; the description of a matrix has at most {}.</source>
        <translation>它有 {} 字节；矩阵的描述最多 {} 字节。</translation>
    </message>
    <message>
        <source>It has {} rows and {} columns; at most {} of each can be shown.</source>
        <translation>它有 {} 行、{} 列；行列各最多可显示 {}。</translation>
    </message>
    <message>
        <source>It has {} rows of {} columns.</source>
        <translation>它有 {} 行，每行 {} 列。</translation>
    </message>
    <message>
        <source>It has {} tokens, at least {} are needed.</source>
        <translation>有 {} 个 token，至少需要 {} 个。</translation>
    </message>
    <message>
        <source>It has {} tokens, one window has {}. Take a longer text or a shorter context.</source>
        <translation>有 {} 个 token，而一个窗口有 {} 个。请用更长的文本或更短的上下文。</translation>
    </message>
    <message>
        <source>It has {} tokens, the model has learned {} positions.</source>
        <translation>有 {} 个 token，而模型只学过 {} 个位置。</translation>
    </message>
    <message>
        <source>It holds complex numbers.</source>
        <translation>它含有复数。</translation>
    </message>
    <message>
        <source>It holds no reliable month.</source>
        <translation>其中没有可靠的月份。</translation>
    </message>
    <message>
        <source>It holds two pickles named data.pkl.</source>
        <translation>其中有两个名为 data.pkl 的 pickle。</translation>
    </message>
    <message>
        <source>It holds {} values of {}, {} needs {} of {}.</source>
        <translation>它含 {} 个 {} 值，而 {} 需要 {} 个 {} 值。</translation>
    </message>
    <message>
        <source>It holds {}. {}</source>
        <translation>其中有 {}。{}</translation>
    </message>
    <message>
        <source>It is &quot;{}&quot;, expected softmax or sigmoid.</source>
        <translation>它为“{}”，应为 softmax 或 sigmoid。</translation>
    </message>
    <message>
        <source>It is a number from {:Lg} to {:Lg}.</source>
        <translation>应为 {:Lg} 至 {:Lg} 之间的数字。</translation>
    </message>
    <message>
        <source>It is a zip archive without data.pkl, so torch.save did not write it.</source>
        <translation>这是不含 data.pkl 的 zip 归档，因此不是由 torch.save 写入的。</translation>
    </message>
    <message>
        <source>It is larger than 64 MiB.</source>
        <translation>它大于 64 MiB。</translation>
    </message>
    <message>
        <source>It is of the type &quot;{}&quot;. Known are Sequence, TemplateProcessing, ByteLevel, RobertaProcessing and BertProcessing.</source>
        <translation>其类型为“{}”。已知的类型有 Sequence、TemplateProcessing、ByteLevel、RobertaProcessing 和 BertProcessing。</translation>
    </message>
    <message>
        <source>It is one of {}.</source>
        <translation>应为以下之一：{}。</translation>
    </message>
    <message>
        <source>It is stored as {}, which can be listed but not decoded.</source>
        <translation>它以 {} 存储，可以列出，但不能解码。</translation>
    </message>
    <message>
        <source>It is stored as {}, which cannot be written yet.</source>
        <translation>它以 {} 存储，目前还不能写入。</translation>
    </message>
    <message>
        <source>It is stored in parts: its values have no stored order of their own.</source>
        <translation>它分成多个部分存储：其值没有自己的存储顺序。</translation>
    </message>
    <message>
        <source>It is that of the token {}.</source>
        <translation>该分数属于 token {}。</translation>
    </message>
    <message>
        <source>It is true or false.</source>
        <translation>应为 true 或 false。</translation>
    </message>
    <message>
        <source>It is {}, expected {}.</source>
        <translation>它为 {}，应为 {}。</translation>
    </message>
    <message>
        <source>It must be a list of U8, the bytes of a JSON text; it is {} in {} dimensions.</source>
        <translation>它必须是 U8 列表，即 JSON 文本的字节；现为 {}，{} 维。</translation>
    </message>
    <message>
        <source>It must be one JSON object.</source>
        <translation>它必须是一个 JSON 对象。</translation>
    </message>
    <message>
        <source>It names {} weights and {} of their groups.</source>
        <translation>它列出 {} 个权重，却列出 {} 个权重的组。</translation>
    </message>
    <message>
        <source>It needs values of an importance matrix for this weight (--imatrix).</source>
        <translation>此权重需要重要性矩阵的值 (--imatrix)。</translation>
    </message>
    <message>
        <source>It needs {} bytes, the file has room for {}.</source>
        <translation>它需要 {} 字节，文件中只有 {} 字节的空间。</translation>
    </message>
    <message>
        <source>It scales the inputs of the layer, so the stored weight alone says nothing.</source>
        <translation>它缩放该层的输入，因此仅凭存储的权重无法说明什么。</translation>
    </message>
    <message>
        <source>It stands at position {} of sequence {}; the model knows the tokens 0 to {}.</source>
        <translation>它位于序列 {1} 的位置 {0}；模型只认识 token 0 至 {2}。</translation>
    </message>
    <message>
        <source>It stands in row {}, column {} (counted from 0).</source>
        <translation>它位于第 {} 行、第 {} 列（从 0 计数）。</translation>
    </message>
    <message>
        <source>It stands in {}; HQQ stores finite numbers only.</source>
        <translation>所在位置：{}；HQQ 只存储有限数。</translation>
    </message>
    <message>
        <source>It was chosen for {}.</source>
        <translation>该编码是为 {} 选择的。</translation>
    </message>
    <message>
        <source>It was made for a dry run, to be looked at only.</source>
        <translation>它是为试运行而生成的，仅供查看。</translation>
    </message>
    <message>
        <source>It was made from a SentencePiece model. Put that model&apos;s tokenizer.model into the folder.</source>
        <translation>它由 SentencePiece 模型生成。请将该模型的 tokenizer.model 放入此文件夹。</translation>
    </message>
    <message>
        <source>It would count {}, the form holds 32-bit numbers.</source>
        <translation>计数将达到 {}，而此文件形式只存储 32 位数。</translation>
    </message>
    <message>
        <source>Its &quot;quant_type&quot; is &quot;{}&quot;.</source>
        <translation>其“quant_type”为“{}”。</translation>
    </message>
    <message>
        <source>Its &quot;shape&quot; is not possible: {}.</source>
        <translation>其“shape”不可能成立：{}。</translation>
    </message>
    <message>
        <source>Its elements change places, which {} does not allow.</source>
        <translation>其元素会改变位置，而 {} 不允许这样。</translation>
    </message>
    <message>
        <source>Its embedding has the tokens 0 to {}. Tokenizer and weights do not belong together.</source>
        <translation>其嵌入含 token 0 至 {}。分词器与权重不配套。</translation>
    </message>
    <message>
        <source>Its general.type is not &quot;imatrix&quot;. Choose a file made by llama-imatrix.</source>
        <translation>其 general.type 不是“imatrix”。请选择由 llama-imatrix 生成的文件。</translation>
    </message>
    <message>
        <source>Its general.type is not &quot;{}&quot;.</source>
        <translation>其 general.type 不是“{}”。</translation>
    </message>
    <message>
        <source>Its list of tokens is empty.</source>
        <translation>其 token 列表为空。</translation>
    </message>
    <message>
        <source>Its model has a {}.</source>
        <translation>其模型含有 {}。</translation>
    </message>
    <message>
        <source>Its model is &quot;{}&quot;, supported is BPE (others only as a SentencePiece tokenizer.model).</source>
        <translation>其模型为“{}”，支持的是 BPE（其他模型仅支持 SentencePiece 的 tokenizer.model）。</translation>
    </message>
    <message>
        <source>Its model leaves merges out at random (dropout).</source>
        <translation>其模型会随机略去合并规则 (dropout)。</translation>
    </message>
    <message>
        <source>Its pickle has {} bytes, at most {} are read. A state dict holds tensors beside the pickle, not in it.</source>
        <translation>其 pickle 有 {} 字节，最多读取 {} 字节。state dict 的张量存放在 pickle 旁，而不在其中。</translation>
    </message>
    <message>
        <source>Its row length {} is not a multiple of {}, and a pure file has no replacements. Give it another encoding, or leave --pure out.</source>
        <translation>其行长 {} 不是 {} 的倍数，而单一编码的文件没有替代编码。请为它指定其他编码，或去掉 --pure。</translation>
    </message>
    <message>
        <source>Its row length {} is not a multiple of {}, and {} has no replacement. Choose F16 or BF16.</source>
        <translation>其行长 {} 不是 {} 的倍数，而 {} 没有替代编码。请选择 F16 或 BF16。</translation>
    </message>
    <message>
        <source>Its rows have {} columns, not a multiple of {}.</source>
        <translation>其每行有 {} 列，不是 {} 的倍数。</translation>
    </message>
    <message>
        <source>Its tensors hold {} bytes, which does not fit {} rows of {} columns in {}.</source>
        <translation>其张量有 {} 字节，与 {} 行、每行 {} 列的 {} 不符。</translation>
    </message>
    <message>
        <source>Its version is not {}.</source>
        <translation>其版本不是 {}。</translation>
    </message>
    <message>
        <source>Its weights are quantized already. Start from the original</source>
        <translation>其权重已经过量化。请从原始模型开始</translation>
    </message>
    <message>
        <source>KV cache: {}. Plan for a file size instead.</source>
        <translation>KV 缓存：{}。请改为按文件大小规划。</translation>
    </message>
    <message>
        <source>Keep the files of the source, or limit their size, or their number of tensors.</source>
        <translation>请保留源模型的文件划分，或限制文件大小，或限制每个文件的张量数，三者选一。</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Key {} is missing, expected {} as in {}.</source>
        <translation>缺少键 {}，应为 {}，与 {} 中相同。</translation>
    </message>
    <message>
        <source>Key {} is missing.</source>
        <translation>缺少键 {}。</translation>
    </message>
    <message>
        <source>Key {} is {}, but the {} files hold {} tensors.</source>
        <translation>键 {} 为 {}，但这 {} 个文件含 {} 个张量。</translation>
    </message>
    <message>
        <source>Key {} is {}, expected {} as in {}.</source>
        <translation>键 {} 为 {}，应为 {}，与 {} 中相同。</translation>
    </message>
    <message>
        <source>Key {} says it is one of {} files, but its name does not end in -00001-of-{:05}.gguf or the like, so the others cannot be found. Give all of them their names back.</source>
        <translation>键 {} 表明它是 {} 个文件之一，但其名称不以 -00001-of-{:05}.gguf 之类结尾，因此找不到其他文件。请将所有文件恢复原名。</translation>
    </message>
    <message>
        <source>Known are {}.</source>
        <translation>已知的有：{}。</translation>
    </message>
    <message>
        <source>Leave one of the two wishes for output.weight out.</source>
        <translation>请去掉对 output.weight 的两项要求之一。</translation>
    </message>
    <message>
        <source>Line {} is not two parts with a blank between them, or there are more than {} lines.</source>
        <translation>第 {} 行不是以一个空格隔开的两部分，或者总行数超过 {}。</translation>
    </message>
    <message>
        <source>Load it with PyTorch and save it again with torch.save, or convert the model to safetensors.</source>
        <translation>请用 PyTorch 加载它，再用 torch.save 重新保存，或将模型转换为 safetensors。</translation>
    </message>
    <message>
        <source>Loaders leave it in 16 bits; small models lose much when it is quantized.</source>
        <translation>加载器将其保留为 16 位；小模型量化它损失很大。</translation>
    </message>
    <message>
        <source>Looked in: {}. Install the program again or set QUANTLATHE_RESOURCES.</source>
        <translation>已查找：{}。请重新安装程序，或设置 QUANTLATHE_RESOURCES。</translation>
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
        <translation>请用其他格式测量，例如 gguf：敏感度适用于所有格式。</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>正在测量</translation>
    </message>
    <message>
        <source>Measuring errors</source>
        <translation>正在测量误差</translation>
    </message>
    <message>
        <source>Measuring sensitivities</source>
        <translation>正在测量敏感度</translation>
    </message>
    <message>
        <source>Meta&apos;s kernels for large cards: FP8 multiplies weights and activations in 8-bit floating point, INT4 stores four bits with a scale and an offset for every group. Both are made in one pass without calibration; older cards cannot run them.</source>
        <translation>Meta 面向大型显卡的内核：FP8 以 8 位浮点将权重与激活值相乘，INT4 存储 4 位，每组带缩放系数和偏移。两者均一遍完成，无需校准；较旧的显卡无法运行。</translation>
    </message>
    <message>
        <source>Metadata {} at byte {}: {}.</source>
        <translation>元数据 {}，字节 {} 处：{}。</translation>
    </message>
    <message>
        <source>Minimums and the list of encodings leave nothing smaller.</source>
        <translation>由于设定了最低要求和编码列表，没有更小的方案。</translation>
    </message>
    <message>
        <source>More than {} are not searched. Open the model&apos;s file itself.</source>
        <translation>最多搜索 {} 个。请直接打开模型的文件。</translation>
    </message>
    <message>
        <source>More than {} files; choose a larger limit.</source>
        <translation>文件超过 {} 个；请选择更大的上限。</translation>
    </message>
    <message>
        <source>More than {} levels of objects and arrays are not accepted.</source>
        <translation>不接受超过 {} 层的对象和数组嵌套。</translation>
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
        <translation>最后一层之后出现 NaN 或无穷值。输出矩阵或最终归一化已损坏，或其数值溢出。</translation>
    </message>
    <message>
        <source>NaN or infinity appears in {} of blk.{}. Its weights are damaged, or their numbers overflow.</source>
        <translation>blk.{1} 的{0}中出现 NaN 或无穷值。其权重已损坏，或其数值溢出。</translation>
    </message>
    <message>
        <source>No context is short enough.</source>
        <translation>任何上下文都不够短。</translation>
    </message>
    <message>
        <source>No encoding is left for {}</source>
        <translation>没有可用于 {} 的编码</translation>
    </message>
    <message>
        <source>No file can hold so much.</source>
        <translation>没有文件能容纳这么多。</translation>
    </message>
    <message>
        <source>No file of {} can be written on {}</source>
        <translation>无法将 {} 的文件写入 {}</translation>
    </message>
    <message>
        <source>No layer would be left</source>
        <translation>将不剩任何层</translation>
    </message>
    <message>
        <source>No plan has a predicted KL divergence of {:Lg} or less</source>
        <translation>没有预测 KL 散度不超过 {:Lg} 的方案</translation>
    </message>
    <message>
        <source>No plan of this model fits {} with {} tokens</source>
        <translation>此模型没有方案能装入 {}（上下文 {} token）</translation>
    </message>
    <message>
        <source>No preset of {} can be used for this model</source>
        <translation>{} 没有可用于此模型的预设</translation>
    </message>
    <message>
        <source>None of its {} entries names a weight of the model; the first are {}. The model&apos;s are {}.</source>
        <translation>其 {} 个条目中没有一个对应模型的权重；前几个是 {}。模型的权重有 {}。</translation>
    </message>
    <message>
        <source>Nothing of that name, role or layer can be given an encoding in this model.</source>
        <translation>此模型中，没有具有该名称、角色或层且可指定编码的权重。</translation>
    </message>
    <message>
        <source>Nothing would be stored as {}</source>
        <translation>没有任何内容会存储为 {}</translation>
    </message>
    <message>
        <source>NumPy files are not supported</source>
        <translation>不支持 NumPy 文件</translation>
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
        <translation>一个有 {} 个 token，另一个有 {} 个。</translation>
    </message>
    <message>
        <source>Only GGUF files are split and merged. Convert it first.</source>
        <translation>只能拆分和合并 GGUF 文件。请先转换。</translation>
    </message>
    <message>
        <source>Only a part of its tensor belongs to it: it has no stored order of its own.</source>
        <translation>其张量中只有一部分属于它：它没有自己的存储顺序。</translation>
    </message>
    <message>
        <source>Only little-endian files can be read. Save the model again on another machine.</source>
        <translation>只能读取小端序文件。请在其他机器上重新保存模型。</translation>
    </message>
    <message>
        <source>Open one of them: {}.</source>
        <translation>请打开其中之一：{}。</translation>
    </message>
    <message>
        <source>PCRE2 error {}</source>
        <translation>PCRE2 错误 {}</translation>
    </message>
    <message>
        <source>Piece {} ends beyond its file.</source>
        <translation>块 {} 超出其文件末尾。</translation>
    </message>
    <message>
        <source>Piece {} overlaps what comes before it.</source>
        <translation>块 {} 与其前面的内容重叠。</translation>
    </message>
    <message>
        <source>Pin the weights that are decided instead, for example output.weight.</source>
        <translation>请改为固定已确定的权重，例如 output.weight。</translation>
    </message>
    <message>
        <source>Programs are not run. Save model.state_dict(), or the model as safetensors.</source>
        <translation>不会运行程序。请保存 model.state_dict()，或将模型存为 safetensors。</translation>
    </message>
    <message>
        <source>Prune fewer layers.</source>
        <translation>请减少剪枝的层数。</translation>
    </message>
    <message>
        <source>Quantize the output matrix</source>
        <translation>量化输出矩阵</translation>
    </message>
    <message>
        <source>Reason: {}.</source>
        <translation>原因：{}。</translation>
    </message>
    <message>
        <source>Reason: {}. Choose another encoding for it, or leave it as it is ({}).</source>
        <translation>原因：{}。请为它选择其他编码，或保持原样 ({})。</translation>
    </message>
    <message>
        <source>RoPE scaling of type &quot;{}&quot; is not known for this architecture</source>
        <translation>此架构不支持类型为“{}”的 RoPE 缩放</translation>
    </message>
    <message>
        <source>Row {}, column {}</source>
        <translation>第 {} 行，第 {} 列</translation>
    </message>
    <message>
        <source>Running the model</source>
        <translation>正在运行模型</translation>
    </message>
    <message>
        <source>Running the original</source>
        <translation>正在运行原始模型</translation>
    </message>
    <message>
        <source>Say with a preset which ones go together: {}.</source>
        <translation>请用预设指明哪些编码可以一起使用：{}。</translation>
    </message>
    <message>
        <source>Scales or zero points are quantized themselves, as releases of hqq before 0.2.2 could do.</source>
        <translation>缩放系数或零点本身经过量化，hqq 0.2.2 之前的版本可能如此。</translation>
    </message>
    <message>
        <source>Sequence {} has no tokens</source>
        <translation>序列 {} 没有 token</translation>
    </message>
    <message>
        <source>Sequence {} is too long for this model</source>
        <translation>序列 {} 对此模型来说过长</translation>
    </message>
    <message>
        <source>Shard {} of {}</source>
        <translation>分片 {} / {}</translation>
    </message>
    <message>
        <source>Steam hardware survey</source>
        <translation>Steam 硬件调查</translation>
    </message>
    <message>
        <source>Storage {} of tensor {} at byte {} has {} bytes, {} are expected.</source>
        <translation>张量 {1} 的存储 {0}（字节 {2} 处）有 {3} 字节，应为 {4} 字节。</translation>
    </message>
    <message>
        <source>Storage {} of tensor {} is missing.</source>
        <translation>缺少张量 {1} 的存储 {0}。</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Tensor {} (byte {}) is not named in {}.</source>
        <translation>张量 {}（字节 {} 处）未在 {} 中列出。</translation>
    </message>
    <message>
        <source>Tensor {} (byte {}) stands in {} too. Open one of the files on its own.</source>
        <translation>张量 {}（字节 {} 处）也存在于 {} 中。请单独打开其中一个文件。</translation>
    </message>
    <message>
        <source>Tensor {} at byte {}: {}.</source>
        <translation>张量 {}，字节 {} 处：{}。</translation>
    </message>
    <message>
        <source>Tensor {} is here at byte {}, {} says it is in {}.</source>
        <translation>张量 {} 在此文件的字节 {} 处，但 {} 表明它在 {} 中。</translation>
    </message>
    <message>
        <source>Tensor {} is not in {}, where the index says it is.</source>
        <translation>张量 {} 不在 {} 中，而索引表明它在其中。</translation>
    </message>
    <message>
        <source>Tensor {} stands in an earlier file of the set too.</source>
        <translation>张量 {} 也存在于该组中靠前的某个文件。</translation>
    </message>
    <message>
        <source>Tensor {} stands in another one too.</source>
        <translation>张量 {} 也存在于另一个文件中。</translation>
    </message>
    <message>
        <source>Tensor {} starts at byte {} of the file, inside the tensor before it, which ends at byte {}.</source>
        <translation>张量 {} 从文件的字节 {} 处开始，位于前一个张量之内；前一个张量在字节 {} 处结束。</translation>
    </message>
    <message>
        <source>Tensor {} starts at byte {} of the file, leaving a hole behind the tensor before it, which ends at byte {}.</source>
        <translation>张量 {} 从文件的字节 {} 处开始，与前一个张量之间留有空隙；前一个张量在字节 {} 处结束。</translation>
    </message>
    <message>
        <source>Tensor {}: {}.</source>
        <translation>张量 {}：{}。</translation>
    </message>
    <message>
        <source>TensorFlow Lite files are not supported</source>
        <translation>不支持 TensorFlow Lite 文件</translation>
    </message>
    <message>
        <source>Text could not be brought into a normal form</source>
        <translation>无法将文本转换为规范形式</translation>
    </message>
    <message>
        <source>The Gram matrices of a layer do not fit the memory allowed for them</source>
        <translation>某一层的 Gram 矩阵超出为其允许的内存</translation>
    </message>
    <message>
        <source>The SentencePiece library cannot use this model</source>
        <translation>SentencePiece 库无法使用此模型</translation>
    </message>
    <message>
        <source>The activations of layer {} are not finite</source>
        <translation>第 {} 层的激活值不是有限数</translation>
    </message>
    <message>
        <source>The added token &quot;{}&quot; has the id {}, the vocabulary has {} tokens.</source>
        <translation>新增 token“{}”的 id 为 {}，而词表有 {} 个 token。</translation>
    </message>
    <message>
        <source>The behavior &quot;{}&quot; is not known. Known are Isolated, Removed, MergedWithPrevious, MergedWithNext and Contiguous.</source>
        <translation>不支持行为“{}”。支持的有 Isolated、Removed、MergedWithPrevious、MergedWithNext 和 Contiguous。</translation>
    </message>
    <message>
        <source>The best one has {:.3Lg}.</source>
        <translation>最好的方案为 {:.3Lg}。</translation>
    </message>
    <message>
        <source>The checkpoint has no such tensor.</source>
        <translation>检查点中没有这个张量。</translation>
    </message>
    <message>
        <source>The codes are labelled as floating point numbers, as for distributed training.</source>
        <translation>编码值标注为浮点数，用于分布式训练时会如此。</translation>
    </message>
    <message>
        <source>The codes of a matrix in torchao&apos;s plain INT4 layout have two dimensions.</source>
        <translation>采用 torchao 普通 INT4 布局的矩阵，其编码值为二维。</translation>
    </message>
    <message>
        <source>The context is too long for this model</source>
        <translation>上下文对此模型来说过长</translation>
    </message>
    <message>
        <source>The context is too short</source>
        <translation>上下文过短</translation>
    </message>
    <message>
        <source>The count of {} is {}.</source>
        <translation>{} 的计数为 {}。</translation>
    </message>
    <message>
        <source>The description of a matrix does not fit</source>
        <translation>矩阵的描述放不下</translation>
    </message>
    <message>
        <source>The description of an HQQ layer makes no sense</source>
        <translation>HQQ 层的描述不合理</translation>
    </message>
    <message>
        <source>The disk gives other bytes back than were written</source>
        <translation>从磁盘读回的字节与写入的不同</translation>
    </message>
    <message>
        <source>The document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>The download was answered with a page. Sign in or accept the licence there, then download again.</source>
        <translation>下载得到的是一个网页。请在该网页上登录或接受许可，然后重新下载。</translation>
    </message>
    <message>
        <source>The entry &quot;{}&quot; must have a whole number as its name and a content.</source>
        <translation>条目“{}”必须以整数为名称，并含有内容。</translation>
    </message>
    <message>
        <source>The error is near byte {}.</source>
        <translation>错误在字节 {} 附近。</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>The file exists already</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation>文件为空</translation>
    </message>
    <message>
        <source>The file is shorter than it was. Delete it to start anew.</source>
        <translation>文件比之前短。请将其删除，然后重新开始。</translation>
    </message>
    <message>
        <source>The file is too large for what it should be</source>
        <translation>文件对其应有的内容来说过大</translation>
    </message>
    <message>
        <source>The file itself was not downloaded. Run git lfs pull in its folder.</source>
        <translation>文件本身尚未下载。请在其文件夹中运行 git lfs pull。</translation>
    </message>
    <message>
        <source>The file system or a limit on the size of files (ulimit -f) stops before. Choose another folder or raise the limit, then resume.</source>
        <translation>文件系统或文件大小限制 (ulimit -f) 不允许写这么多。请选择其他文件夹或提高限制，然后继续。</translation>
    </message>
    <message>
        <source>The file system or a limit on the size of files (ulimit -f) stops before. Choose another folder or raise the limit, then try again.</source>
        <translation>文件系统或文件大小限制 (ulimit -f) 不允许写这么多。请选择其他文件夹或提高限制，然后重试。</translation>
    </message>
    <message>
        <source>The file was changed while the model was read</source>
        <translation>读取模型时文件被更改</translation>
    </message>
    <message>
        <source>The group of row {}, column {} holds values from {} to {}. Keep this weight in 16 bits.</source>
        <translation>第 {} 行、第 {} 列的组含有 {} 至 {} 的值。请将此权重保留为 16 位。</translation>
    </message>
    <message>
        <source>The group of {} holds {} and {}; their distance exceeds the largest float.</source>
        <translation>{} 的组含有 {} 和 {}；两者之差超过最大的浮点数。</translation>
    </message>
    <message>
        <source>The header at byte {}: {}.</source>
        <translation>文件头，字节 {} 处：{}。</translation>
    </message>
    <message>
        <source>The header says at byte 0 that it is {} bytes long, at most {} are allowed.</source>
        <translation>文件头在字节 0 处声明其长度为 {} 字节，最多允许 {} 字节。</translation>
    </message>
    <message>
        <source>The header says at byte 0 that it is {} bytes long, the file has {}.</source>
        <translation>文件头在字节 0 处声明其长度为 {} 字节，而文件只有 {} 字节。</translation>
    </message>
    <message>
        <source>The id is {}, the vocabulary has {} tokens.</source>
        <translation>id 为 {}，而词表有 {} 个 token。</translation>
    </message>
    <message>
        <source>The id of &quot;{}&quot; is no whole number below {}.</source>
        <translation>“{}”的 id 不是小于 {} 的整数。</translation>
    </message>
    <message>
        <source>The id {} stands for &quot;{}&quot; and &quot;{}&quot;.</source>
        <translation>id {} 同时对应“{}”和“{}”。</translation>
    </message>
    <message>
        <source>The ids of this vocabulary are not as expected</source>
        <translation>此词表的 id 与预期不符</translation>
    </message>
    <message>
        <source>The importance has {} values, the weight has {} rows of {} columns.</source>
        <translation>重要性有 {} 个值，而权重有 {} 行，每行 {} 列。</translation>
    </message>
    <message>
        <source>The importance matrix belongs to another model</source>
        <translation>重要性矩阵属于其他模型</translation>
    </message>
    <message>
        <source>The importance matrix does not fit the legacy form</source>
        <translation>重要性矩阵无法以旧式文件形式存储</translation>
    </message>
    <message>
        <source>The index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>The index and the files do not fit together</source>
        <translation>索引与文件不匹配</translation>
    </message>
    <message>
        <source>The interrupted run cannot be continued</source>
        <translation>中断的运行无法继续</translation>
    </message>
    <message>
        <source>The last tensor ends at byte {}, but {} more bytes follow that belong to none.</source>
        <translation>最后一个张量在字节 {} 处结束，但其后还有 {} 字节不属于任何张量。</translation>
    </message>
    <message>
        <source>The layout of the output contradicts its plan</source>
        <translation>输出的布局与其方案矛盾</translation>
    </message>
    <message>
        <source>The limit for a file is smaller than the first tensor</source>
        <translation>每个文件的上限小于第一个张量</translation>
    </message>
    <message>
        <source>The list has {} values, the model has {} layers.</source>
        <translation>列表有 {} 个值，而模型有 {} 层。</translation>
    </message>
    <message>
        <source>The list of encodings, the minimums and what its shape allows have nothing in common.</source>
        <translation>编码列表、最低要求和其形状所允许的编码没有交集。</translation>
    </message>
    <message>
        <source>The logits are not finite</source>
        <translation>logits 不是有限数</translation>
    </message>
    <message>
        <source>The memory that this model needs is not known</source>
        <translation>此模型所需的显存未知</translation>
    </message>
    <message>
        <source>The merge {} is &quot;{}&quot;, expected two texts of byte stand-ins with a blank between them.</source>
        <translation>合并规则 {} 为“{}”，应为两段以空格隔开的字节替代字符文本。</translation>
    </message>
    <message>
        <source>The merge {} is &quot;{}&quot;, expected two tokens whose joined text is a token.</source>
        <translation>合并规则 {} 为“{}”，应为两个 token，且二者相连的文本也是 token。</translation>
    </message>
    <message>
        <source>The minimum {} matches no weight</source>
        <translation>最低要求 {} 未匹配任何权重</translation>
    </message>
    <message>
        <source>The model does not say how many blocks it has ({})</source>
        <translation>模型未说明其块数 ({})</translation>
    </message>
    <message>
        <source>The model has no weight {}</source>
        <translation>模型没有权重 {}</translation>
    </message>
    <message>
        <source>The model has no weight {}.</source>
        <translation>模型没有权重 {}。</translation>
    </message>
    <message>
        <source>The model has {} blocks; the name of an expert&apos;s tensor must say which one it is in.</source>
        <translation>模型有 {} 个块；专家张量的名称必须表明它在哪个块中。</translation>
    </message>
    <message>
        <source>The model has {} layers, counted from 0.</source>
        <translation>模型有 {} 层，从 0 计数。</translation>
    </message>
    <message>
        <source>The model says no architecture (general.architecture)</source>
        <translation>模型未说明架构 (general.architecture)</translation>
    </message>
    <message>
        <source>The model was changed while it was read</source>
        <translation>读取时模型被更改</translation>
    </message>
    <message>
        <source>The model would be cut into too many files</source>
        <translation>模型会被切分成过多文件</translation>
    </message>
    <message>
        <source>The models have vocabularies of different size</source>
        <translation>两个模型的词表大小不同</translation>
    </message>
    <message>
        <source>The normalizer of this tokenizer is not understood</source>
        <translation>无法理解此分词器的规范化器</translation>
    </message>
    <message>
        <source>The normalizer of this tokenizer makes the text too long</source>
        <translation>此分词器的规范化器使文本过长</translation>
    </message>
    <message>
        <source>The order of an LLM.int8() weight is not supported</source>
        <translation>不支持此 LLM.int8() 权重的排列顺序</translation>
    </message>
    <message>
        <source>The outermost value must be an object, it is {}.</source>
        <translation>最外层的值必须是对象，现为 {}。</translation>
    </message>
    <message>
        <source>The output can be split in one way only</source>
        <translation>输出只有一种拆分方式</translation>
    </message>
    <message>
        <source>The output matrix cannot be left as it is and get an encoding</source>
        <translation>不能既让输出矩阵保持原样，又为其指定编码</translation>
    </message>
    <message>
        <source>The path names only a folder.</source>
        <translation>该路径只指向文件夹。</translation>
    </message>
    <message>
        <source>The pin {} matches no weight</source>
        <translation>固定项 {} 未匹配任何权重</translation>
    </message>
    <message>
        <source>The pins ask for {}, which not all of them can have.</source>
        <translation>固定项要求 {}，但并非所有权重都能采用。</translation>
    </message>
    <message>
        <source>The plan is for {}.</source>
        <translation>该方案是为 {} 制定的。</translation>
    </message>
    <message>
        <source>The plan leaves every linear layer as it is. Loaders want at least one that is quantized.</source>
        <translation>该方案使所有线性层保持原样。加载器要求至少有一层经过量化。</translation>
    </message>
    <message>
        <source>The plan was made for another model. Remove the entry or open the right model.</source>
        <translation>该方案是为其他模型制定的。请移除该条目，或打开对应的模型。</translation>
    </message>
    <message>
        <source>The post-processor of this tokenizer is not understood</source>
        <translation>无法理解此分词器的后处理器</translation>
    </message>
    <message>
        <source>The pre-tokenizer &quot;{}&quot; is not known</source>
        <translation>预分词器“{}”未知</translation>
    </message>
    <message>
        <source>The pre-tokenizer of this tokenizer is not known</source>
        <translation>此分词器的预分词器未知</translation>
    </message>
    <message>
        <source>The pre-tokenizer of this tokenizer is not understood</source>
        <translation>无法理解此分词器的预分词器</translation>
    </message>
    <message>
        <source>The reference has another vocabulary</source>
        <translation>参照模型的词表不同</translation>
    </message>
    <message>
        <source>The regular expression {} cannot be searched for</source>
        <translation>无法用正则表达式 {} 进行搜索</translation>
    </message>
    <message>
        <source>The regular expression {} is not valid</source>
        <translation>正则表达式 {} 无效</translation>
    </message>
    <message>
        <source>The replacement of a step Metaspace must be one character.</source>
        <translation>Metaspace 步骤的替换内容必须是一个字符。</translation>
    </message>
    <message>
        <source>The result is written under this name first, and no interrupted conversion left it. Choose another name or remove it.</source>
        <translation>结果会先以此名称写入，而现有的同名内容并非由中断的转换留下。请选择其他名称，或将其移除。</translation>
    </message>
    <message>
        <source>The result would replace its own source</source>
        <translation>结果会替换其自身的源文件</translation>
    </message>
    <message>
        <source>The row has {} columns.</source>
        <translation>该行有 {} 列。</translation>
    </message>
    <message>
        <source>The rule {} matches no weight</source>
        <translation>规则 {} 未匹配任何权重</translation>
    </message>
    <message>
        <source>The scale of block {} of {} (row {}, column {}; byte {} of the file) is not a finite number.</source>
        <translation>{1} 的块 {0} 的缩放系数（第 {2} 行，第 {3} 列；文件的字节 {4} 处）不是有限数。</translation>
    </message>
    <message>
        <source>The scales of an FP8 matrix do not fit it</source>
        <translation>FP8 矩阵的缩放系数与其不匹配</translation>
    </message>
    <message>
        <source>The scales of an FP8 matrix have a strange type</source>
        <translation>FP8 矩阵的缩放系数类型异常</translation>
    </message>
    <message>
        <source>The score of a token is no number</source>
        <translation>某个 token 的分数不是数</translation>
    </message>
    <message>
        <source>The set</source>
        <translation>文件组</translation>
    </message>
    <message>
        <source>The smallest one needs {} (weights {}, KV cache {}, compute {}, overhead {}), and {} of {} stay free. {} {}</source>
        <translation>最小的方案需要 {}（权重 {}，KV 缓存 {}，计算 {}，开销 {}），并且要预留 {}，总量为 {}。{} {}</translation>
    </message>
    <message>
        <source>The smallest plan has {}, of which {} are pinned weights; {} is the pinned {} in {}.</source>
        <translation>最小的方案为 {}，其中 {} 为已固定的权重；{} 为已固定的 {}，采用 {}。</translation>
    </message>
    <message>
        <source>The smallest plan has {}, of which {} are pinned weights; {} is {} in {}.</source>
        <translation>最小的方案为 {}，其中 {} 为已固定的权重；{} 为 {}，采用 {}。</translation>
    </message>
    <message>
        <source>The smallest plan has {}, of which {} is {} in {}.</source>
        <translation>最小的方案为 {}，其中 {} 为 {}，采用 {}。</translation>
    </message>
    <message>
        <source>The smallest plan has {}.</source>
        <translation>最小的方案为 {}。</translation>
    </message>
    <message>
        <source>The source is already quantized ({})</source>
        <translation>源模型已经过量化（{}）</translation>
    </message>
    <message>
        <source>The split keys say how the output is cut into files; the program writes them itself.</source>
        <translation>拆分键说明输出如何切分为文件；它们由程序自行写入。</translation>
    </message>
    <message>
        <source>The sums of {} have different lengths.</source>
        <translation>{} 的各项总和长度不同。</translation>
    </message>
    <message>
        <source>The tensor .channel_wise of an HQQ layer says something that is not supported</source>
        <translation>HQQ 层的张量 .channel_wise 含有不支持的内容</translation>
    </message>
    <message>
        <source>The tensor .view_as_float of an HQQ layer says something that is not supported</source>
        <translation>HQQ 层的张量 .view_as_float 含有不支持的内容</translation>
    </message>
    <message>
        <source>The tensor .weight does not fit to .SCB</source>
        <translation>张量 .weight 与 .SCB 不匹配</translation>
    </message>
    <message>
        <source>The tensor .weight has another form</source>
        <translation>张量 .weight 的形式不符</translation>
    </message>
    <message>
        <source>The tensor .weight is not possible</source>
        <translation>张量 .weight 不可能成立</translation>
    </message>
    <message>
        <source>The tensor {} contradicts its name</source>
        <translation>张量 {} 与其名称矛盾</translation>
    </message>
    <message>
        <source>The tensor {} does not describe a matrix of bitsandbytes</source>
        <translation>张量 {} 描述的不是 bitsandbytes 矩阵</translation>
    </message>
    <message>
        <source>The tensor {} has another form</source>
        <translation>张量 {} 的形式不符</translation>
    </message>
    <message>
        <source>The tensor {} has other values than bitsandbytes</source>
        <translation>张量 {} 的值与 bitsandbytes 不同</translation>
    </message>
    <message>
        <source>The tensor {} is neither sums nor counts.</source>
        <translation>张量 {} 既不是总和，也不是计数。</translation>
    </message>
    <message>
        <source>The tensor {} of an HQQ layer is wrong</source>
        <translation>HQQ 层的张量 {} 有误</translation>
    </message>
    <message>
        <source>The tensor {} of an HQQ layer says something that is not supported</source>
        <translation>HQQ 层的张量 {} 含有不支持的内容</translation>
    </message>
    <message>
        <source>The text at byte {}: {}.</source>
        <translation>文本，字节 {} 处：{}。</translation>
    </message>
    <message>
        <source>The text becomes other tokens than with {}, from token {} on.</source>
        <translation>从 token {1} 起，文本得到的 token 与使用 {0} 时不同。</translation>
    </message>
    <message>
        <source>The text for {} is too long</source>
        <translation>{} 的文本过长</translation>
    </message>
    <message>
        <source>The text is too short</source>
        <translation>文本过短</translation>
    </message>
    <message>
        <source>The token {} has {} bytes, at most {} are expected.</source>
        <translation>token {} 有 {} 字节，最多应为 {} 字节。</translation>
    </message>
    <message>
        <source>The token {} is &quot;{}&quot;.</source>
        <translation>token {} 为“{}”。</translation>
    </message>
    <message>
        <source>The tokenizer makes token {}, which the model does not know</source>
        <translation>分词器生成了模型不认识的 token {}</translation>
    </message>
    <message>
        <source>The tokenizer of this model has no merges</source>
        <translation>此模型的分词器没有合并规则</translation>
    </message>
    <message>
        <source>The tokens of this vocabulary are too long</source>
        <translation>此词表的 token 过长</translation>
    </message>
    <message>
        <source>The two models have no weight in common</source>
        <translation>两个模型没有共同的权重</translation>
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
        <translation>{} 的值不是有限数</translation>
    </message>
    <message>
        <source>The value {} is too large for {}</source>
        <translation>值 {} 超出 {} 的范围</translation>
    </message>
    <message>
        <source>The values of a group lie too far apart for {}</source>
        <translation>一组中的值相差过大，无法采用 {}</translation>
    </message>
    <message>
        <source>The values of {} hold {}; sums of squares are finite and not negative.</source>
        <translation>{} 的值中含有 {}；平方和应为有限数且不为负。</translation>
    </message>
    <message>
        <source>The version at byte 4 is 1, expected 2 or 3. Convert the model again with a current tool.</source>
        <translation>字节 4 处的版本为 1，应为 2 或 3。请用当前的工具重新转换模型。</translation>
    </message>
    <message>
        <source>The version at byte 4 reads {:#x} in little-endian order. Convert the file on a little-endian machine.</source>
        <translation>字节 4 处的版本按小端序读为 {:#x}。请在小端序机器上转换该文件。</translation>
    </message>
    <message>
        <source>The vocabulary in its tokenizer.json is empty.</source>
        <translation>其 tokenizer.json 中的词表为空。</translation>
    </message>
    <message>
        <source>The weight of LLM.int8() is a matrix of I8: output × input features.</source>
        <translation>LLM.int8() 的权重应为 I8 矩阵：输出 × 输入特征。</translation>
    </message>
    <message>
        <source>The weights are missing</source>
        <translation>缺少权重</translation>
    </message>
    <message>
        <source>The {} at {} is {}, which cannot be.</source>
        <translation>{1} 处的{0}为 {2}，这不可能成立。</translation>
    </message>
    <message>
        <source>There are no calibration statistics of {}</source>
        <translation>没有 {} 的校准统计</translation>
    </message>
    <message>
        <source>There are no levels of {} at column {}</source>
        <translation>{} 在第 {} 列没有量化级</translation>
    </message>
    <message>
        <source>There are {} tokens, but the largest id is {}.</source>
        <translation>有 {} 个 token，但最大的 id 为 {}。</translation>
    </message>
    <message>
        <source>There are {}.</source>
        <translation>可用的有：{}。</translation>
    </message>
    <message>
        <source>There is no folder {}</source>
        <translation>没有文件夹 {}</translation>
    </message>
    <message>
        <source>There is no format {}</source>
        <translation>没有格式 {}</translation>
    </message>
    <message>
        <source>There is no layer {} to prune</source>
        <translation>没有可剪枝的第 {} 层</translation>
    </message>
    <message>
        <source>There is no model in this folder</source>
        <translation>此文件夹中没有模型</translation>
    </message>
    <message>
        <source>There is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>There is no text to run through the model</source>
        <translation>没有可供模型处理的文本</translation>
    </message>
    <message>
        <source>There is no type {}; there are int, float, bool and str.</source>
        <translation>没有类型 {}；可用的有 int、float、bool 和 str。</translation>
    </message>
    <message>
        <source>There is nothing to merge: it is one file already. Give any file of a set, for example model-00001-of-00003.gguf.</source>
        <translation>没有可合并的内容：它已经是单个文件。请给出文件组中的任一文件，例如 model-00001-of-00003.gguf。</translation>
    </message>
    <message>
        <source>There is nothing to plan</source>
        <translation>没有可规划的内容</translation>
    </message>
    <message>
        <source>There is one scale for the whole matrix.</source>
        <translation>整个矩阵只有一个缩放系数。</translation>
    </message>
    <message>
        <source>These are no valid sensitivities</source>
        <translation>这不是有效的敏感度</translation>
    </message>
    <message>
        <source>These files do not belong together</source>
        <translation>这些文件不属于同一模型</translation>
    </message>
    <message>
        <source>These sensitivities belong to another model</source>
        <translation>这些敏感度属于其他模型</translation>
    </message>
    <message>
        <source>These sensitivities have another version</source>
        <translation>这些敏感度的版本不同</translation>
    </message>
    <message>
        <source>They are of {} layers, the model has {}.</source>
        <translation>它们针对 {} 层，而模型有 {} 层。</translation>
    </message>
    <message>
        <source>They are stored as {}, expected F32, F16 or BF16.</source>
        <translation>它们以 {} 存储，应为 F32、F16 或 BF16。</translation>
    </message>
    <message>
        <source>They were measured on {}, the model is {}.</source>
        <translation>它们是在 {} 上测量的，而模型为 {}。</translation>
    </message>
    <message>
        <source>This GGUF file is no importance matrix</source>
        <translation>此 GGUF 文件不是重要性矩阵</translation>
    </message>
    <message>
        <source>This GGUF model is not split</source>
        <translation>此 GGUF 模型未拆分</translation>
    </message>
    <message>
        <source>This JSON file is nested too deeply</source>
        <translation>此 JSON 文件嵌套过深</translation>
    </message>
    <message>
        <source>This JSON file is not as expected</source>
        <translation>此 JSON 文件与预期不符</translation>
    </message>
    <message>
        <source>This architecture has another kind of tokenizer</source>
        <translation>此架构使用另一种分词器</translation>
    </message>
    <message>
        <source>This cannot be written as GGUF</source>
        <translation>这无法写成 GGUF</translation>
    </message>
    <message>
        <source>This checkpoint is not valid</source>
        <translation>此检查点无效</translation>
    </message>
    <message>
        <source>This folder holds several models</source>
        <translation>此文件夹含有多个模型</translation>
    </message>
    <message>
        <source>This folder holds too many files</source>
        <translation>此文件夹含有过多文件</translation>
    </message>
    <message>
        <source>This folder holds {} GGUF models</source>
        <translation>此文件夹含有 {} 个 GGUF 模型</translation>
    </message>
    <message>
        <source>This folder is empty</source>
        <translation>此文件夹为空</translation>
    </message>
    <message>
        <source>This is a Git LFS pointer</source>
        <translation>这是 Git LFS 指针</translation>
    </message>
    <message>
        <source>This is a PyTorch file in the container from before version 1.6</source>
        <translation>这是采用 1.6 版之前容器的 PyTorch 文件</translation>
    </message>
    <message>
        <source>This is a file from before GGUF</source>
        <translation>这是 GGUF 出现之前的文件</translation>
    </message>
    <message>
        <source>This is a pickle, not a PyTorch file</source>
        <translation>这是 pickle，不是 PyTorch 文件</translation>
    </message>
    <message>
        <source>This is a web page, not a model</source>
        <translation>这是网页，不是模型</translation>
    </message>
    <message>
        <source>This is an archive</source>
        <translation>这是归档文件</translation>
    </message>
    <message>
        <source>This is no GGUF model</source>
        <translation>这不是 GGUF 模型</translation>
    </message>
    <message>
        <source>This is no hardware survey</source>
        <translation>这不是硬件调查</translation>
    </message>
    <message>
        <source>This is no model&apos;s configuration</source>
        <translation>这不是模型的配置</translation>
    </message>
    <message>
        <source>This is no plan</source>
        <translation>这不是方案</translation>
    </message>
    <message>
        <source>This is no table of graphics cards</source>
        <translation>这不是显卡表</translation>
    </message>
    <message>
        <source>This is no token of the vocabulary</source>
        <translation>这不是词表中的 token</translation>
    </message>
    <message>
        <source>This is no valid GGUF file</source>
        <translation>这不是有效的 GGUF 文件</translation>
    </message>
    <message>
        <source>This is no valid JSON file</source>
        <translation>这不是有效的 JSON 文件</translation>
    </message>
    <message>
        <source>This is no valid SentencePiece model</source>
        <translation>这不是有效的 SentencePiece 模型</translation>
    </message>
    <message>
        <source>This is no valid file of calibration statistics</source>
        <translation>这不是有效的校准统计文件</translation>
    </message>
    <message>
        <source>This is no valid importance matrix</source>
        <translation>这不是有效的重要性矩阵</translation>
    </message>
    <message>
        <source>This is no valid index of weights</source>
        <translation>这不是有效的权重索引</translation>
    </message>
    <message>
        <source>This is no valid list of merges</source>
        <translation>这不是有效的合并规则列表</translation>
    </message>
    <message>
        <source>This is no valid plan</source>
        <translation>这不是有效的方案</translation>
    </message>
    <message>
        <source>This is no valid safetensors file</source>
        <translation>这不是有效的 safetensors 文件</translation>
    </message>
    <message>
        <source>This is no valid tokenizer.json</source>
        <translation>这不是有效的 tokenizer.json</translation>
    </message>
    <message>
        <source>This is no valid vocabulary</source>
        <translation>这不是有效的词表</translation>
    </message>
    <message>
        <source>This is not a regular file</source>
        <translation>这不是普通文件</translation>
    </message>
    <message>
        <source>This kind of tokenizer is not known for such a model</source>
        <translation>此类模型不支持这种分词器</translation>
    </message>
    <message>
        <source>This kind of tokenizer is not supported</source>
        <translation>不支持这种分词器</translation>
    </message>
    <message>
        <source>This model cannot become {}</source>
        <translation>此模型无法转换为 {}</translation>
    </message>
    <message>
        <source>This model has no tokenizer</source>
        <translation>此模型没有分词器</translation>
    </message>
    <message>
        <source>This model has no vocabulary</source>
        <translation>此模型没有词表</translation>
    </message>
    <message>
        <source>This plan has another version</source>
        <translation>此方案的版本不同</translation>
    </message>
    <message>
        <source>This split GGUF set does not fit together</source>
        <translation>此拆分的 GGUF 文件组不匹配</translation>
    </message>
    <message>
        <source>This text is too long</source>
        <translation>此文本过长</translation>
    </message>
    <message>
        <source>This vocabulary has lost its scores</source>
        <translation>此词表缺失分数</translation>
    </message>
    <message>
        <source>Three bits, packed ten to a 32-bit word</source>
        <translation>3 位，每 10 个打包成一个 32 位字</translation>
    </message>
    <message>
        <source>Token {} is outside the vocabulary</source>
        <translation>token {} 超出词表范围</translation>
    </message>
    <message>
        <source>Trying</source>
        <translation>正在试测</translation>
    </message>
    <message>
        <source>Two bits: small groups are needed to keep the model usable</source>
        <translation>2 位：需要较小的组，模型才能保持可用</translation>
    </message>
    <message>
        <source>Two tokens have the same id</source>
        <translation>两个 token 的 id 相同</translation>
    </message>
    <message>
        <source>Two weights of the model have the same name in this format.</source>
        <translation>模型的两个权重在此格式中名称相同。</translation>
    </message>
    <message>
        <source>Type of scales</source>
        <translation>缩放系数类型</translation>
    </message>
    <message>
        <source>Unicode&apos;s normal forms are not available</source>
        <translation>Unicode 的规范形式不可用</translation>
    </message>
    <message>
        <source>Unpack it and open the file or folder inside.</source>
        <translation>请将其解包，然后打开其中的文件或文件夹。</translation>
    </message>
    <message>
        <source>Up to the token {} they are too long to be put together from others; this one has {} bytes.</source>
        <translation>到 token {} 为止，各 token 过长，无法由其他 token 拼成；此 token 有 {} 字节。</translation>
    </message>
    <message>
        <source>Value {} is {} and should be {}.</source>
        <translation>值 {} 为 {}，应为 {}。</translation>
    </message>
    <message>
        <source>Value {} of {} (row {}, column {}; byte {} of the file) is not a finite number.</source>
        <translation>{1} 的值 {0}（第 {2} 行，第 {3} 列；文件的字节 {4} 处）不是有限数。</translation>
    </message>
    <message>
        <source>Values {} to {} were asked for, it has {}.</source>
        <translation>请求的是值 {} 至 {}，而它有 {} 个值。</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>Wait for it to end, cancel it, or choose another name.</source>
        <translation>请等待其结束、将其取消，或选择其他名称。</translation>
    </message>
    <message>
        <source>Wait for it, or choose another file.</source>
        <translation>请等待其完成，或选择其他文件。</translation>
    </message>
    <message>
        <source>Wait until nothing writes to it any more, then convert again.</source>
        <translation>请等到没有程序再写入它，然后重新转换。</translation>
    </message>
    <message>
        <source>Wait until nothing writes to it any more, then open it again.</source>
        <translation>请等到没有程序再写入它，然后重新打开。</translation>
    </message>
    <message>
        <source>Weights are rounded in blocks, without any text to calibrate on, and decoded on the fly while the model runs. The usual base for fine-tuning with QLoRA; other formats of the same size answer faster.</source>
        <translation>权重按块舍入，无需校准文本，模型运行时即时解码。QLoRA 微调的常用基础；同等大小的其他格式响应更快。</translation>
    </message>
    <message>
        <source>Weights lie too far apart for HQQ</source>
        <translation>权重相差过大，无法采用 HQQ</translation>
    </message>
    <message>
        <source>Weights of a row that share a scale and an offset in INT4. Smaller groups have a smaller error and a larger file.</source>
        <translation>INT4 中同一行内共用一个缩放系数和偏移的权重数。组越小，误差越小，文件越大。</translation>
    </message>
    <message>
        <source>Weights of the same names have other shapes.</source>
        <translation>同名权重的形状不同。</translation>
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
        <translation>没有重要性矩阵，{} 不能存储为 {}。请给出由 llama-imatrix 生成的文件（--imatrix FILE），或选择更大的预设。</translation>
    </message>
    <message>
        <source>Without one {} cannot be stored as {}. Give a file made by llama-imatrix (--imatrix FILE), or choose a larger type.</source>
        <translation>没有重要性矩阵，{} 不能存储为 {}。请给出由 llama-imatrix 生成的文件（--imatrix FILE），或选择更大的类型。</translation>
    </message>
    <message>
        <source>Write a key, an equals sign, one of int, float, bool and str, a colon and the value, for example llama.context_length=int:8192.</source>
        <translation>请依次写出键、等号、类型（int、float、bool 或 str）、冒号和值，例如 llama.context_length=int:8192。</translation>
    </message>
    <message>
        <source>Write a regular expression, an equals sign and an encoding, for example attn_v=Q8_0.</source>
        <translation>请依次写出正则表达式、等号和编码，例如 attn_v=Q8_0。</translation>
    </message>
    <message>
        <source>Write a whole number and M or G: 500M is 500,000,000 bytes, 2G is 2,000,000,000.</source>
        <translation>请写整数加 M 或 G：500M 为 500,000,000 字节，2G 为 2,000,000,000 字节。</translation>
    </message>
    <message>
        <source>Write the pruned model first, then plan for it.</source>
        <translation>请先写入剪枝后的模型，再为其规划。</translation>
    </message>
    <message>
        <source>You have no right to create files there. Choose another folder.</source>
        <translation>您无权在该处创建文件。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>&quot;dtype&quot; is &quot;{}&quot;; known are &quot;bfloat16&quot;, &quot;float16&quot; and &quot;float32&quot;.</source>
        <translation>“dtype”为“{}”；已知的有“bfloat16”、“float16”和“float32”。</translation>
    </message>
    <message>
        <source>&quot;nested_dtype&quot; must be &quot;float32&quot;.</source>
        <translation>“nested_dtype”必须是“float32”。</translation>
    </message>
    <message>
        <source>&quot;nested_offset&quot; must be a number that a float can hold.</source>
        <translation>“nested_offset”必须是 float 能表示的数。</translation>
    </message>
    <message>
        <source>&quot;quant_type&quot; is &quot;{}&quot;; known are &quot;nf4&quot; and &quot;fp4&quot;.</source>
        <translation>“quant_type”为“{}”；已知的有“nf4”和“fp4”。</translation>
    </message>
    <message>
        <source>&quot;shape&quot; must be a list of two numbers: output and input features.</source>
        <translation>“shape”必须是含两个数的列表：输出特征数和输入特征数。</translation>
    </message>
    <message>
        <source>&quot;{}&quot; has the id {}, the vocabulary has {} tokens.</source>
        <translation>“{}”的 id 为 {}，而词表有 {} 个 token。</translation>
    </message>
    <message>
        <source>&quot;{}&quot; has the ids {} and {}.</source>
        <translation>“{}”有两个 id：{} 和 {}。</translation>
    </message>
    <message>
        <source>&quot;{}&quot; must be a power of two from 32 to 4096.</source>
        <translation>“{}”必须是 32 至 4096 之间的 2 的幂。</translation>
    </message>
    <message>
        <source>&quot;{}&quot; must be a text.</source>
        <translation>“{}”必须是文本。</translation>
    </message>
    <message>
        <source>a 64-bit extra field is too short</source>
        <translation>某个 64 位附加字段过短</translation>
    </message>
    <message>
        <source>a bitsandbytes folder holds 4-bit or 8-bit weights, never both</source>
        <translation>一个 bitsandbytes 文件夹只能含 4 位或 8 位权重之一，不能两者兼有</translation>
    </message>
    <message>
        <source>a field has the unknown wire type {}</source>
        <translation>某个字段的线路类型 {} 未知</translation>
    </message>
    <message>
        <source>a field of {} bytes reaches beyond the end</source>
        <translation>某个 {} 字节的字段超出结尾</translation>
    </message>
    <message>
        <source>a finite number</source>
        <translation>有限数</translation>
    </message>
    <message>
        <source>a key has 1 to {} bytes</source>
        <translation>键的长度为 1 至 {} 字节</translation>
    </message>
    <message>
        <source>a key has no value</source>
        <translation>某个键没有值</translation>
    </message>
    <message>
        <source>a list of at most {} finite numbers</source>
        <translation>最多含 {} 个有限数的列表</translation>
    </message>
    <message>
        <source>a list of class names</source>
        <translation>类名列表</translation>
    </message>
    <message>
        <source>a merge is neither a text nor a pair of texts</source>
        <translation>某条合并规则既不是文本，也不是一对文本</translation>
    </message>
    <message>
        <source>a merge joins {} parts, expected 2</source>
        <translation>某条合并规则连接 {} 个部分，应为 2 个</translation>
    </message>
    <message>
        <source>a number has more than 64 bits</source>
        <translation>某个数超过 64 位</translation>
    </message>
    <message>
        <source>a number is longer than 10 bytes</source>
        <translation>某个数超过 10 字节</translation>
    </message>
    <message>
        <source>a piece has the unknown type {}</source>
        <translation>某个词片的类型 {} 未知</translation>
    </message>
    <message>
        <source>a step in the index of the table of characters leads outside</source>
        <translation>字符表索引中的某一步指向表外</translation>
    </message>
    <message>
        <source>a string of {} bytes is too long, the limit is {}</source>
        <translation>长度为 {} 字节的字符串过长，上限为 {}</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>a whole number from 0 to {}</source>
        <translation>0 至 {} 的整数</translation>
    </message>
    <message>
        <source>activations 2 × {} tokens × (3 × {} feed-forward + 4 × {} hidden) + logits 4 × {} vocabulary</source>
        <translation>激活值 2 × {} 个 token × (3 × {} 前馈 + 4 × {} 隐藏) + logits 4 × {} 词表</translation>
    </message>
    <message>
        <source>activations 4 × {} tokens × (3 × {} feed-forward + 4 × {} hidden)</source>
        <translation>激活值 4 × {} 个 token × (3 × {} 前馈 + 4 × {} 隐藏)</translation>
    </message>
    <message>
        <source>added_tokens must be a list of tokens with a content and an id below {}.</source>
        <translation>added_tokens 必须是 token 的列表，每个 token 有内容和小于 {} 的 id。</translation>
    </message>
    <message>
        <source>added_tokens.json is not as expected</source>
        <translation>added_tokens.json 与预期不符</translation>
    </message>
    <message>
        <source>added_tokens_decoder is not as expected</source>
        <translation>added_tokens_decoder 与预期不符</translation>
    </message>
    <message>
        <source>all tensors together do not fit into 63 bits</source>
        <translation>所有张量合计超出 63 位的范围</translation>
    </message>
    <message>
        <source>all {} tensors as planned = {} bytes, the token embedding too</source>
        <translation>全部 {} 个张量按方案 = {} 字节，含 token 嵌入</translation>
    </message>
    <message>
        <source>an array of {} elements is too long, the limit is {}</source>
        <translation>含 {} 个元素的数组过长，上限为 {}</translation>
    </message>
    <message>
        <source>an entry is longer than the directory</source>
        <translation>某个条目超出目录的长度</translation>
    </message>
    <message>
        <source>an entry of the directory should start here</source>
        <translation>此处应为目录条目的开头</translation>
    </message>
    <message>
        <source>an entry of the table of characters points outside</source>
        <translation>字符表的某个条目指向表外</translation>
    </message>
    <message>
        <source>an extra field is longer than its entry says</source>
        <translation>某个附加字段比其条目所注明的更长</translation>
    </message>
    <message>
        <source>an id in model.vocab is no number</source>
        <translation>model.vocab 中的某个 id 不是数字</translation>
    </message>
    <message>
        <source>an object or null</source>
        <translation>对象或 null</translation>
    </message>
    <message>
        <source>an offset, a dimension or a stride is no count</source>
        <translation>某个偏移、维度或步幅不是非负整数</translation>
    </message>
    <message>
        <source>an ordered dictionary is made of something else than pairs</source>
        <translation>某个有序字典的内容不是键值对</translation>
    </message>
    <message>
        <source>an unknown method</source>
        <translation>未知方法</translation>
    </message>
    <message>
        <source>architecture &quot;{}&quot; is not known</source>
        <translation>未知架构“{}”</translation>
    </message>
    <message>
        <source>attention 4 × {} heads × {} tokens × {} cells + 20 × {} × {} hidden</source>
        <translation>注意力 4 × {} 个头 × {} 个 token × {} 个单元 + 20 × {} × {} 隐藏</translation>
    </message>
    <message>
        <source>belongs to an image encoder: never quantized</source>
        <translation>属于图像编码器：从不量化</translation>
    </message>
    <message>
        <source>biases are never quantized</source>
        <translation>偏置从不量化</translation>
    </message>
    <message>
        <source>bool is true or false.</source>
        <translation>bool 为 true 或 false。</translation>
    </message>
    <message>
        <source>by role and depth, errors weighed by the importance matrix</source>
        <translation>按角色和深度，误差按重要性矩阵加权</translation>
    </message>
    <message>
        <source>by role and depth, not measured</source>
        <translation>按角色和深度，未经实测</translation>
    </message>
    <message>
        <source>cannot be: {}. {}</source>
        <translation>无法采用：{}。{}</translation>
    </message>
    <message>
        <source>config.json does not say {}</source>
        <translation>config.json 未注明{}</translation>
    </message>
    <message>
        <source>config.json does not say {}, which a {} model needs</source>
        <translation>config.json 未注明 {}，而 {} 模型需要它</translation>
    </message>
    <message>
        <source>config.json names no architecture</source>
        <translation>config.json 未注明架构</translation>
    </message>
    <message>
        <source>data_offsets does not fit into 63 bits</source>
        <translation>data_offsets 超出 63 位的范围</translation>
    </message>
    <message>
        <source>data_offsets is not a begin and an end behind it</source>
        <translation>data_offsets 应为起点和位于其后的终点</translation>
    </message>
    <message>
        <source>data_offsets span {} bytes, expected {} from dtype and shape</source>
        <translation>data_offsets 跨 {} 字节，按 dtype 和 shape 应为 {}</translation>
    </message>
    <message>
        <source>dictionaries are nested too deeply</source>
        <translation>字典嵌套过深</translation>
    </message>
    <message>
        <source>dtype is not a string</source>
        <translation>dtype 不是字符串</translation>
    </message>
    <message>
        <source>embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>embeddings are never quantized in this format</source>
        <translation>此格式从不量化嵌入</translation>
    </message>
    <message>
        <source>entry {} is compressed, only stored entries can be mapped. Save the model again with torch.save</source>
        <translation>条目 {} 经过压缩，只有未压缩存储的条目才能映射。请用 torch.save 重新保存模型</translation>
    </message>
    <message>
        <source>entry {} is encrypted</source>
        <translation>条目 {} 已加密</translation>
    </message>
    <message>
        <source>entry {} should start at byte {}, where none does</source>
        <translation>条目 {} 应始于字节 {}，但该处没有条目</translation>
    </message>
    <message>
        <source>entry {} stands there twice</source>
        <translation>条目 {} 出现两次</translation>
    </message>
    <message>
        <source>entry {} with {} bytes ends behind the end of the file</source>
        <translation>条目 {}（{} 字节）超出文件末尾</translation>
    </message>
    <message>
        <source>error {}</source>
        <translation>错误 {}</translation>
    </message>
    <message>
        <source>float is a number such as 10000 or 1e-5.</source>
        <translation>float 是数，例如 10000 或 1e-5。</translation>
    </message>
    <message>
        <source>float is a number that a 32-bit float can hold.</source>
        <translation>float 是 32 位浮点能表示的数。</translation>
    </message>
    <message>
        <source>general.architecture is missing from the metadata</source>
        <translation>元数据中缺少 general.architecture</translation>
    </message>
    <message>
        <source>glob {}</source>
        <translation>通配符 {}</translation>
    </message>
    <message>
        <source>groups of {} are no multiple of {}, the number of codes that share a byte</source>
        <translation>组大小 {} 不是 {}（共用一个字节的编码值个数）的倍数</translation>
    </message>
    <message>
        <source>has no condition: glob, regex, role or layers.</source>
        <translation>没有条件：glob、regex、role 或 layers。</translation>
    </message>
    <message>
        <source>has no encoding.</source>
        <translation>没有 encoding。</translation>
    </message>
    <message>
        <source>has no key quantlathe_plan, so it is no plan.</source>
        <translation>没有键 quantlathe_plan，因此不是方案。</translation>
    </message>
    <message>
        <source>has no key quantlathe_sensitivity, so it holds no sensitivities.</source>
        <translation>没有键 quantlathe_sensitivity，因此不含敏感度。</translation>
    </message>
    <message>
        <source>has no weights.</source>
        <translation>没有 weights。</translation>
    </message>
    <message>
        <source>has the key {} twice in one object.</source>
        <translation>在一个对象中有两个键 {}。</translation>
    </message>
    <message>
        <source>has {} bytes, at most {} are read.</source>
        <translation>有 {} 字节，最多读取 {}。</translation>
    </message>
    <message>
        <source>holds a number that is too large.</source>
        <translation>含有过大的数。</translation>
    </message>
    <message>
        <source>how {} models keep keys and values is not known</source>
        <translation>{} 模型保存键和值的方式未知</translation>
    </message>
    <message>
        <source>imatrix.chunk_count is {}.</source>
        <translation>imatrix.chunk_count 为 {}。</translation>
    </message>
    <message>
        <source>imatrix.chunk_size is {}.</source>
        <translation>imatrix.chunk_size 为 {}。</translation>
    </message>
    <message>
        <source>imatrix.datasets, imatrix.chunk_count and imatrix.chunk_size must all be there.</source>
        <translation>imatrix.datasets、imatrix.chunk_count 和 imatrix.chunk_size 必须齐全。</translation>
    </message>
    <message>
        <source>int is a whole number from 0 to {}: it is stored as u32.</source>
        <translation>int 是 0 至 {} 的整数：以 u32 存储。</translation>
    </message>
    <message>
        <source>is an unknown key.</source>
        <translation>是未知的键。</translation>
    </message>
    <message>
        <source>is an unknown key. A split has as_source, max_bytes or max_tensors.</source>
        <translation>是未知的键。拆分可含 as_source、max_bytes 或 max_tensors。</translation>
    </message>
    <message>
        <source>is nested too deeply.</source>
        <translation>嵌套过深。</translation>
    </message>
    <message>
        <source>is no known role: {}. There are {}.</source>
        <translation>是未知角色：{}。可用的有：{}。</translation>
    </message>
    <message>
        <source>is no valid JSON at byte {}.</source>
        <translation>在字节 {} 处不是有效的 JSON。</translation>
    </message>
    <message>
        <source>it adds to a value that holds no others</source>
        <translation>它向不能容纳其他值的值中添加内容</translation>
    </message>
    <message>
        <source>it calls something that is not a known function</source>
        <translation>它调用的不是已知函数</translation>
    </message>
    <message>
        <source>it closes a group that was never opened</source>
        <translation>它关闭了从未打开的组</translation>
    </message>
    <message>
        <source>it does not start with an opening brace</source>
        <translation>它不以左花括号开头</translation>
    </message>
    <message>
        <source>it ends behind the end of its file</source>
        <translation>它超出所在文件的末尾</translation>
    </message>
    <message>
        <source>it has more than {} values beside the vocabulary</source>
        <translation>除词表外，它的值超过 {} 个</translation>
    </message>
    <message>
        <source>it has more values than any file can hold</source>
        <translation>它的值多于任何文件所能容纳的数量</translation>
    </message>
    <message>
        <source>it has no values</source>
        <translation>它没有值</translation>
    </message>
    <message>
        <source>it has strides that do not fit its shape</source>
        <translation>它的步幅与形状不符</translation>
    </message>
    <message>
        <source>it has {} bytes, at most {} are allowed</source>
        <translation>它有 {} 字节，最多允许 {}</translation>
    </message>
    <message>
        <source>it has {} bytes, expected 1 to {}</source>
        <translation>它有 {} 字节，应为 1 至 {}</translation>
    </message>
    <message>
        <source>it has {} dimensions, at most {} are allowed</source>
        <translation>它有 {} 维，最多允许 {} 维</translation>
    </message>
    <message>
        <source>it has {} dimensions, expected at most {}</source>
        <translation>它有 {} 维，最多应为 {} 维</translation>
    </message>
    <message>
        <source>it holds more values than any model needs</source>
        <translation>它含有的值多于任何模型所需</translation>
    </message>
    <message>
        <source>it holds no tensor</source>
        <translation>它不含张量</translation>
    </message>
    <message>
        <source>it is a part of a fused matrix</source>
        <translation>它是融合矩阵的一部分</translation>
    </message>
    <message>
        <source>it is no linear layer</source>
        <translation>它不是线性层</translation>
    </message>
    <message>
        <source>it is no valid JSON</source>
        <translation>它不是有效的 JSON</translation>
    </message>
    <message>
        <source>it is no valid UTF-8</source>
        <translation>它不是有效的 UTF-8</translation>
    </message>
    <message>
        <source>it is not a dictionary of tensors</source>
        <translation>它不是张量字典</translation>
    </message>
    <message>
        <source>it is not an object</source>
        <translation>它不是对象</translation>
    </message>
    <message>
        <source>it is one part of an archive of several</source>
        <translation>它只是多卷归档中的一卷</translation>
    </message>
    <message>
        <source>it is too short to hold the directory&apos;s end</source>
        <translation>它过短，容纳不下目录的结尾</translation>
    </message>
    <message>
        <source>it lies in a file that is not part of the checkpoint</source>
        <translation>它所在的文件不属于该检查点</translation>
    </message>
    <message>
        <source>it must be a u32 that is a power of two</source>
        <translation>它必须是 u32，且为 2 的幂</translation>
    </message>
    <message>
        <source>it must be a u32 that is a power of two up to {}</source>
        <translation>它必须是 u32，且为不超过 {} 的 2 的幂</translation>
    </message>
    <message>
        <source>it names more than {} tensors</source>
        <translation>它列出的张量超过 {} 个</translation>
    </message>
    <message>
        <source>it names more values than any model needs</source>
        <translation>它列出的值多于任何模型所需</translation>
    </message>
    <message>
        <source>it reaches beyond its storage {} of {} elements</source>
        <translation>它超出其存储区 {}，该存储区含 {} 个元素</translation>
    </message>
    <message>
        <source>it recalls a value that was never stored</source>
        <translation>它取用从未存储过的值</translation>
    </message>
    <message>
        <source>it sets the state of something that has none</source>
        <translation>它为没有状态的对象设置状态</translation>
    </message>
    <message>
        <source>its RoPE base or scaling is out of bounds</source>
        <translation>其 RoPE 基数或缩放超出范围</translation>
    </message>
    <message>
        <source>its RoPE scaling &quot;{}&quot; is not known</source>
        <translation>其 RoPE 缩放“{}”未知</translation>
    </message>
    <message>
        <source>its data starts at {} of the data section, expected {}: right behind the tensor before, aligned to {}</source>
        <translation>其数据始于数据区的 {}，应为 {}：紧接前一个张量之后，按 {} 对齐</translation>
    </message>
    <message>
        <source>its directory of {} bytes cannot hold {} entries</source>
        <translation>其 {} 字节的目录容纳不下 {} 个条目</translation>
    </message>
    <message>
        <source>its layers, heads, widths or vocabulary are not all known</source>
        <translation>其层数、头数、宽度或词表大小并非全部已知</translation>
    </message>
    <message>
        <source>its length does not agree with its shape and type</source>
        <translation>其长度与形状和类型不符</translation>
    </message>
    <message>
        <source>its packed bytes are no multiple of {}, the size of {}</source>
        <translation>其打包后的字节数不是 {}（{} 的大小）的倍数</translation>
    </message>
    <message>
        <source>its shape is too large</source>
        <translation>其形状过大</translation>
    </message>
    <message>
        <source>its size does not fit into 63 bits</source>
        <translation>其大小超出 63 位的范围</translation>
    </message>
    <message>
        <source>its stack is empty</source>
        <translation>其栈为空</translation>
    </message>
    <message>
        <source>its storage has a type that is not known</source>
        <translation>其存储区的类型未知</translation>
    </message>
    <message>
        <source>its storage is not one of the archive</source>
        <translation>其存储区不在归档中</translation>
    </message>
    <message>
        <source>its storage is too large</source>
        <translation>其存储区过大</translation>
    </message>
    <message>
        <source>its {} input features are no multiple of {}, the size of a group</source>
        <translation>其 {} 个输入特征不是 {}（组大小）的倍数</translation>
    </message>
    <message>
        <source>key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>键</translation>
    </message>
    <message>
        <source>layer {} has {} heads for {} heads of keys and values</source>
        <translation>第 {} 层有 {} 个头，对应 {} 个 KV 头</translation>
    </message>
    <message>
        <source>layer {} of {}</source>
        <translation>第 {} 层，共 {} 层</translation>
    </message>
    <message>
        <source>layer_types has an impossible value</source>
        <translation>layer_types 的值不可能成立</translation>
    </message>
    <message>
        <source>layers {} to {}</source>
        <translation>第 {} 至 {} 层</translation>
    </message>
    <message>
        <source>length of a name</source>
        <translation>名称长度</translation>
    </message>
    <message>
        <source>length of the data set&apos;s name</source>
        <translation>数据集名称的长度</translation>
    </message>
    <message>
        <source>logits</source>
        <translation>logits</translation>
    </message>
    <message>
        <source>logits 4 × {} tokens × ({} vocabulary + {} hidden)</source>
        <translation>logits 4 × {} 个 token × ({} 词表 + {} 隐藏)</translation>
    </message>
    <message>
        <source>longrope RoPE scaling has {} long and {} short factors, expected {} of each</source>
        <translation>longrope RoPE 缩放有 {} 个 long 因子和 {} 个 short 因子，应各为 {} 个</translation>
    </message>
    <message>
        <source>longrope RoPE scaling lacks original_max_position_embeddings</source>
        <translation>longrope RoPE 缩放缺少 original_max_position_embeddings</translation>
    </message>
    <message>
        <source>measured on {}, {} tokens</source>
        <translation>在 {} 上实测，{} 个 token</translation>
    </message>
    <message>
        <source>model.vocab has the id {}, ids end before {}</source>
        <translation>model.vocab 中有 id {}，id 应小于 {}</translation>
    </message>
    <message>
        <source>models compute in BF16, F16 or F32, not in {}</source>
        <translation>模型以 BF16、F16 或 F32 计算，不能以 {} 计算</translation>
    </message>
    <message>
        <source>more than {} files are named</source>
        <translation>列出的文件超过 {} 个</translation>
    </message>
    <message>
        <source>more than {} pieces</source>
        <translation>词片超过 {} 个</translation>
    </message>
    <message>
        <source>must be &quot;normal&quot; or &quot;high&quot;.</source>
        <translation>必须是“normal”或“high”。</translation>
    </message>
    <message>
        <source>must be a count.</source>
        <translation>必须是非负整数。</translation>
    </message>
    <message>
        <source>must be a layer number.</source>
        <translation>必须是层号。</translation>
    </message>
    <message>
        <source>must be a list of layer numbers.</source>
        <translation>必须是层号的列表。</translation>
    </message>
    <message>
        <source>must be a list of objects of key, type and value.</source>
        <translation>必须是对象的列表，每个对象含 key、type 和 value。</translation>
    </message>
    <message>
        <source>must be a list of rules.</source>
        <translation>必须是规则的列表。</translation>
    </message>
    <message>
        <source>must be a list.</source>
        <translation>必须是列表。</translation>
    </message>
    <message>
        <source>must be a number of 0 or more.</source>
        <translation>必须是不小于 0 的数。</translation>
    </message>
    <message>
        <source>must be a number.</source>
        <translation>必须是数。</translation>
    </message>
    <message>
        <source>must be a text.</source>
        <translation>必须是文本。</translation>
    </message>
    <message>
        <source>must be a whole number from {} to {}.</source>
        <translation>必须是 {} 至 {} 的整数。</translation>
    </message>
    <message>
        <source>must be an object of key, type and value.</source>
        <translation>必须是含 key、type 和 value 的对象。</translation>
    </message>
    <message>
        <source>must be an object of names and encodings.</source>
        <translation>必须是由名称和编码组成的对象。</translation>
    </message>
    <message>
        <source>must be an object of one key: as_source, max_bytes or max_tensors.</source>
        <translation>必须是只含一个键的对象：as_source、max_bytes 或 max_tensors。</translation>
    </message>
    <message>
        <source>must be an object of the format&apos;s options.</source>
        <translation>必须是由该格式的选项组成的对象。</translation>
    </message>
    <message>
        <source>must be an object.</source>
        <translation>必须是对象。</translation>
    </message>
    <message>
        <source>must be int, float, bool or str.</source>
        <translation>必须是 int、float、bool 或 str。</translation>
    </message>
    <message>
        <source>must be larger than the number before.</source>
        <translation>必须大于前一个数。</translation>
    </message>
    <message>
        <source>must be sixteen hexadecimal digits.</source>
        <translation>必须是十六位十六进制数字。</translation>
    </message>
    <message>
        <source>must be true or false.</source>
        <translation>必须是 true 或 false。</translation>
    </message>
    <message>
        <source>must be two layer numbers, first and last.</source>
        <translation>必须是两个层号，即首层和末层。</translation>
    </message>
    <message>
        <source>must have one error for each of its weights in every probe.</source>
        <translation>在每次探测中，其每个权重都必须有一个误差。</translation>
    </message>
    <message>
        <source>must name a format and a preset.</source>
        <translation>必须指明格式和预设。</translation>
    </message>
    <message>
        <source>must name the first layer before the last.</source>
        <translation>首层必须写在末层之前。</translation>
    </message>
    <message>
        <source>norms are never quantized</source>
        <translation>归一化从不量化</translation>
    </message>
    <message>
        <source>nothing is no plain file name</source>
        <translation>空名称不是普通文件名</translation>
    </message>
    <message>
        <source>number of calls</source>
        <translation>调用次数</translation>
    </message>
    <message>
        <source>number of chunks</source>
        <translation>文本段数</translation>
    </message>
    <message>
        <source>number of entries</source>
        <translation>条目数</translation>
    </message>
    <message>
        <source>number of values</source>
        <translation>值的个数</translation>
    </message>
    <message>
        <source>objects and arrays are nested deeper than {} levels</source>
        <translation>对象和数组的嵌套超过 {} 层</translation>
    </message>
    <message>
        <source>oneDNN says: {}.</source>
        <translation>oneDNN 报告：{}。</translation>
    </message>
    <message>
        <source>only matrices are quantized in this format</source>
        <translation>此格式只量化矩阵</translation>
    </message>
    <message>
        <source>only tensors named …weight are quantized</source>
        <translation>只量化名为 …weight 的张量</translation>
    </message>
    <message>
        <source>opcode 0x{:02X} has no place in a state dict</source>
        <translation>操作码 0x{:02X} 不应出现在 state dict 中</translation>
    </message>
    <message>
        <source>position_embd.weight is missing</source>
        <translation>缺少 position_embd.weight</translation>
    </message>
    <message>
        <source>protocol {} is newer than {}</source>
        <translation>协议 {} 比 {} 新</translation>
    </message>
    <message>
        <source>quantlathe-cli formats lists them.</source>
        <translation>运行 quantlathe-cli formats 可列出它们。</translation>
    </message>
    <message>
        <source>quantlathe_plan is {}, this program reads version {}.</source>
        <translation>quantlathe_plan 为 {}，此程序读取版本 {}。</translation>
    </message>
    <message>
        <source>quantlathe_sensitivity is {}, this program reads version {}.</source>
        <translation>quantlathe_sensitivity 为 {}，此程序读取版本 {}。</translation>
    </message>
    <message>
        <source>regex {}</source>
        <translation>正则 {}</translation>
    </message>
    <message>
        <source>role {}</source>
        <translation>角色 {}</translation>
    </message>
    <message>
        <source>routers stay as they are</source>
        <translation>专家路由器保持原样</translation>
    </message>
    <message>
        <source>row length {} is not a multiple of {}</source>
        <translation>行长度 {} 不是 {} 的倍数</translation>
    </message>
    <message>
        <source>row {}, column {}</source>
        <translation>第 {} 行，第 {} 列</translation>
    </message>
    <message>
        <source>rows of {} weights do not divide into blocks of {} ({})</source>
        <translation>每行 {} 个权重，无法分成每块 {} 个的块（{}）</translation>
    </message>
    <message>
        <source>safetensors has no type {}.</source>
        <translation>safetensors 没有类型 {}。</translation>
    </message>
    <message>
        <source>safetensors needs UTF-8, and keeps __metadata__ for itself.</source>
        <translation>safetensors 要求 UTF-8，并将 __metadata__ 留作自用。</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>缩放系数</translation>
    </message>
    <message>
        <source>sets of characters inside sets are not supported</source>
        <translation>不支持字符集中再含字符集</translation>
    </message>
    <message>
        <source>size and strides must be tuples of at most {} numbers</source>
        <translation>大小和步幅必须是元组，最多含 {} 个数</translation>
    </message>
    <message>
        <source>small and sensitive: never quantized</source>
        <translation>小而敏感：从不量化</translation>
    </message>
    <message>
        <source>storage, offset, size and strides are expected</source>
        <translation>应有存储区、偏移、大小和步幅</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>tensor count</source>
        <translation>张量数</translation>
    </message>
    <message>
        <source>tensor {} (bytes {} to {})</source>
        <translation>张量 {}（字节 {} 至 {}）</translation>
    </message>
    <message>
        <source>tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>the 64-bit end of the directory is not where it should be</source>
        <translation>目录的 64 位结尾不在应在的位置</translation>
    </message>
    <message>
        <source>the RoPE frequency factors {} and {} are not above 0 and in order</source>
        <translation>RoPE 频率因子 {} 和 {} 应大于 0 且前小后大</translation>
    </message>
    <message>
        <source>the RoPE scaling factor {} is not above 0</source>
        <translation>RoPE 缩放因子 {} 不大于 0</translation>
    </message>
    <message>
        <source>the architecture &quot;{}&quot; cannot be run; these can: {}</source>
        <translation>架构“{}”无法运行；可运行的有：{}</translation>
    </message>
    <message>
        <source>the architecture {} is not known</source>
        <translation>架构 {} 未知</translation>
    </message>
    <message>
        <source>the archive ends inside a number</source>
        <translation>归档在某个数的中间结束</translation>
    </message>
    <message>
        <source>the array&apos;s elements have type {}, expected 0 to 12 without 9</source>
        <translation>数组元素的类型为 {}，应为 0 至 12（9 除外）</translation>
    </message>
    <message>
        <source>the attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>the code book of an audio encoder is never quantized</source>
        <translation>音频编码器的码本从不量化</translation>
    </message>
    <message>
        <source>the dimension {} does not fit into 63 bits</source>
        <translation>维度 {} 超出 63 位的范围</translation>
    </message>
    <message>
        <source>the directory at byte {} with {} bytes lies outside of the file</source>
        <translation>位于字节 {} 的目录（{} 字节）超出文件范围</translation>
    </message>
    <message>
        <source>the directory at its end is missing, the file is probably cut short</source>
        <translation>缺少末尾的目录，文件可能被截断</translation>
    </message>
    <message>
        <source>the element type number {} is not known</source>
        <translation>元素类型编号 {} 未知</translation>
    </message>
    <message>
        <source>the element type {} (number {}) was removed from the format. Convert the model again with a current tool</source>
        <translation>元素类型 {}（编号 {}）已从格式中移除。请用当前的工具重新转换模型</translation>
    </message>
    <message>
        <source>the element type {} is not known, expected one of {}</source>
        <translation>元素类型 {} 未知，应为以下之一：{}</translation>
    </message>
    <message>
        <source>the epsilon of its norms is {}</source>
        <translation>其归一化 epsilon 为 {}</translation>
    </message>
    <message>
        <source>the epsilon of the norms</source>
        <translation>归一化 epsilon</translation>
    </message>
    <message>
        <source>the factors of rotary frequencies are no {} positive numbers</source>
        <translation>旋转频率因子不是 {} 个正数</translation>
    </message>
    <message>
        <source>the feed-forward network</source>
        <translation>前馈网络</translation>
    </message>
    <message>
        <source>the file header</source>
        <translation>文件头</translation>
    </message>
    <message>
        <source>the file holds no weights, only metadata</source>
        <translation>文件不含权重，只有元数据</translation>
    </message>
    <message>
        <source>the file is cut short inside a number</source>
        <translation>文件在某个数的中间被截断</translation>
    </message>
    <message>
        <source>the file that was opened</source>
        <translation>所打开的文件</translation>
    </message>
    <message>
        <source>the file would be larger than 2^62 bytes</source>
        <translation>文件将超过 2^62 字节</translation>
    </message>
    <message>
        <source>the file&apos;s name</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>the file&apos;s name is not a string</source>
        <translation>文件的名称不是字符串</translation>
    </message>
    <message>
        <source>the first four bytes are not GGUF</source>
        <translation>前四个字节不是 GGUF</translation>
    </message>
    <message>
        <source>the head size</source>
        <translation>头维度</translation>
    </message>
    <message>
        <source>the head size {} is odd, rotary pairs need an even one</source>
        <translation>头维度 {} 为奇数，旋转对需要偶数</translation>
    </message>
    <message>
        <source>the header is longer than {} bytes, more is not read</source>
        <translation>文件头长于 {} 字节，不再读取更多</translation>
    </message>
    <message>
        <source>the hidden size</source>
        <translation>隐藏维度</translation>
    </message>
    <message>
        <source>the id of the token &quot;{}&quot; is no whole number</source>
        <translation>token“{}”的 id 不是整数</translation>
    </message>
    <message>
        <source>the intermediate size</source>
        <translation>FFN 维度</translation>
    </message>
    <message>
        <source>the key stands there twice</source>
        <translation>键出现两次</translation>
    </message>
    <message>
        <source>the length of the header</source>
        <translation>文件头的长度</translation>
    </message>
    <message>
        <source>the list of encodings</source>
        <translation>编码列表</translation>
    </message>
    <message>
        <source>the longest context</source>
        <translation>最长上下文</translation>
    </message>
    <message>
        <source>the matrix is empty</source>
        <translation>矩阵为空</translation>
    </message>
    <message>
        <source>the matrix is too large</source>
        <translation>矩阵过大</translation>
    </message>
    <message>
        <source>the model does not say its layers, heads and head size</source>
        <translation>模型未注明层数、头数和头维度</translation>
    </message>
    <message>
        <source>the model is of the unknown type {}</source>
        <translation>模型的类型 {} 未知</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which hqq does not replace</source>
        <translation>模型将其存为 Conv1D，而 hqq 不替换这种层</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which these loaders do not replace</source>
        <translation>模型将其存为 Conv1D，而这些加载器不替换这种层</translation>
    </message>
    <message>
        <source>the model stores it together with other matrices in one tensor</source>
        <translation>模型将它与其他矩阵一起存放在一个张量中</translation>
    </message>
    <message>
        <source>the name has {} bytes, at most {} are allowed</source>
        <translation>名称有 {} 字节，最多允许 {} 字节</translation>
    </message>
    <message>
        <source>the name has {} bytes, expected at most {}</source>
        <translation>名称有 {} 字节，最多应为 {} 字节</translation>
    </message>
    <message>
        <source>the name holds a zero byte</source>
        <translation>名称含有零字节</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>名称过长</translation>
    </message>
    <message>
        <source>the name of a class is no text</source>
        <translation>某个类的名称不是文本</translation>
    </message>
    <message>
        <source>the name of a tensor is not a text</source>
        <translation>某个张量的名称不是文本</translation>
    </message>
    <message>
        <source>the name stands there twice</source>
        <translation>名称出现两次</translation>
    </message>
    <message>
        <source>the number of attention heads</source>
        <translation>注意力头数</translation>
    </message>
    <message>
        <source>the number of layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>the padding in front of the data</source>
        <translation>数据前的填充</translation>
    </message>
    <message>
        <source>the pickle ends too early</source>
        <translation>pickle 提前结束</translation>
    </message>
    <message>
        <source>the position embedding is never quantized</source>
        <translation>位置嵌入从不量化</translation>
    </message>
    <message>
        <source>the product of the dimensions does not fit into 63 bits</source>
        <translation>各维度之积超出 63 位的范围</translation>
    </message>
    <message>
        <source>the queries, keys or values</source>
        <translation>查询、键或值</translation>
    </message>
    <message>
        <source>the router of the experts is never quantized</source>
        <translation>专家路由器从不量化</translation>
    </message>
    <message>
        <source>the rule {}</source>
        <translation>规则 {}</translation>
    </message>
    <message>
        <source>the score of a piece is no finite number</source>
        <translation>某个词片的分数不是有限数</translation>
    </message>
    <message>
        <source>the size of the vocabulary</source>
        <translation>词表大小</translation>
    </message>
    <message>
        <source>the table of characters does not end with a zero</source>
        <translation>字符表不以零结尾</translation>
    </message>
    <message>
        <source>the table of characters has no room for its index</source>
        <translation>字符表容纳不下其索引</translation>
    </message>
    <message>
        <source>the table of experts by token is never quantized</source>
        <translation>按 token 选择专家的表从不量化</translation>
    </message>
    <message>
        <source>the text of a piece is no valid UTF-8</source>
        <translation>某个词片的文本不是有效的 UTF-8</translation>
    </message>
    <message>
        <source>the token type embedding is never quantized</source>
        <translation>token 类型嵌入从不量化</translation>
    </message>
    <message>
        <source>the tokenizer cuts words by rules that belong to no known pre-tokenizer</source>
        <translation>分词器切分词语的规则不属于任何已知的预分词器</translation>
    </message>
    <message>
        <source>the tokenizer has {} tokens, the embedding {} rows</source>
        <translation>分词器有 {} 个 token，嵌入有 {} 行</translation>
    </message>
    <message>
        <source>the value has type {}, expected 0 to 12</source>
        <translation>值的类型为 {}，应为 0 至 12</translation>
    </message>
    <message>
        <source>the value is not a string</source>
        <translation>值不是字符串</translation>
    </message>
    <message>
        <source>the value is not an object</source>
        <translation>值不是对象</translation>
    </message>
    <message>
        <source>the values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>the version is {}, expected 2 or 3</source>
        <translation>版本为 {}，应为 2 或 3</translation>
    </message>
    <message>
        <source>the weight {}</source>
        <translation>权重 {}</translation>
    </message>
    <message>
        <source>the weights are already quantized by &quot;{}&quot;</source>
        <translation>权重已由“{}”量化</translation>
    </message>
    <message>
        <source>there are more than {} merges</source>
        <translation>合并规则超过 {} 条</translation>
    </message>
    <message>
        <source>there are no pieces</source>
        <translation>没有词片</translation>
    </message>
    <message>
        <source>there is no config.json beside the weights</source>
        <translation>权重旁没有 config.json</translation>
    </message>
    <message>
        <source>time-mixing vectors are never quantized</source>
        <translation>时间混合向量从不量化</translation>
    </message>
    <message>
        <source>tokenizer.ggml.pre is &quot;{}&quot;. Known are {}.</source>
        <translation>tokenizer.ggml.pre 为“{}”。已知的有：{}。</translation>
    </message>
    <message>
        <source>transformers leaves it in 16 bits; small models lose much when it is quantized.</source>
        <translation>transformers 将其保留为 16 位；小模型量化它损失很大。</translation>
    </message>
    <message>
        <source>transformers loads one kind of 4-bit weights in a folder: block sizes may differ, NF4 or FP4 and double quantization may not</source>
        <translation>transformers 在一个文件夹中只能加载一种 4 位权重：块大小可以不同，但 NF4 与 FP4 不能混用，是否双重量化也须一致</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>unknown: {}</source>
        <translation>未知：{}</translation>
    </message>
    <message>
        <source>vectors are never quantized</source>
        <translation>向量从不量化</translation>
    </message>
    <message>
        <source>weight_map is missing</source>
        <translation>缺少 weight_map</translation>
    </message>
    <message>
        <source>weight_map is not an object</source>
        <translation>weight_map 不是对象</translation>
    </message>
    <message>
        <source>weight_map names no files</source>
        <translation>weight_map 未列出任何文件</translation>
    </message>
    <message>
        <source>weight_map stands there twice</source>
        <translation>weight_map 出现两次</translation>
    </message>
    <message>
        <source>what {} does not encode stays in {}</source>
        <translation>{} 不编码的权重保留为 {}</translation>
    </message>
    <message>
        <source>yarn RoPE scaling lacks original_max_position_embeddings</source>
        <translation>yarn RoPE 缩放缺少 original_max_position_embeddings</translation>
    </message>
    <message>
        <source>zero point</source>
        <translation>零点</translation>
    </message>
    <message>
        <source>{:Lg} bits per weight are no budget</source>
        <translation>每权重 {:Lg} 位不能作为预算</translation>
    </message>
    <message>
        <source>{:Lg} bits per weight are too small for this model</source>
        <translation>每权重 {:Lg} 位对此模型来说过小</translation>
    </message>
    <message>
        <source>{} (at byte {})</source>
        <translation>{}（字节 {} 处）</translation>
    </message>
    <message>
        <source>{} ({} needs heads of a multiple of {} values: f16 taken)</source>
        <translation>{}（{} 要求头维度为 {} 的倍数：改用 f16）</translation>
    </message>
    <message>
        <source>{} + mask {} × {} × {} cells</source>
        <translation>{} + 掩码 {} × {} × {} 个单元</translation>
    </message>
    <message>
        <source>{} Measured on {}.</source>
        <translation>{} 测量所用的模型为 {}。</translation>
    </message>
    <message>
        <source>{} NaN and {} infinite ones, the first in row {}, column {}. Nothing useful can be made of such a weight.</source>
        <translation>{} 个 NaN 和 {} 个无穷值，首个在第 {} 行、第 {} 列。这样的权重无法得到有用的结果。</translation>
    </message>
    <message>
        <source>{} The format rounds to that type first.</source>
        <translation>{} 此格式会先舍入为该类型。</translation>
    </message>
    <message>
        <source>{} Their divergence would have no meaning.</source>
        <translation>{} 因此两者的散度没有意义。</translation>
    </message>
    <message>
        <source>{} alone brings them to {}, {} are allowed.</source>
        <translation>仅 {} 就使其达到 {}，而允许的是 {}。</translation>
    </message>
    <message>
        <source>{} and {} are both {}</source>
        <translation>{} 和 {} 都是 {}</translation>
    </message>
    <message>
        <source>{} and {} are the same expert</source>
        <translation>{} 和 {} 是同一个专家</translation>
    </message>
    <message>
        <source>{} and {} more</source>
        <translation>{} 及另外 {} 个</translation>
    </message>
    <message>
        <source>{} and {} more of its set are missing</source>
        <translation>缺少 {} 及其文件组中的另外 {} 个文件</translation>
    </message>
    <message>
        <source>{} are</source>
        <translation>{} 个</translation>
    </message>
    <message>
        <source>{} are needed on {}, {} are free</source>
        <translation>{1} 上需要 {0}，剩余 {2}</translation>
    </message>
    <message>
        <source>{} as {} needs an importance matrix</source>
        <translation>{} 采用 {} 需要重要性矩阵</translation>
    </message>
    <message>
        <source>{} at byte {}: {}.</source>
        <translation>{}，字节 {} 处：{}。</translation>
    </message>
    <message>
        <source>{} attention heads do not divide into {} groups of keys and values</source>
        <translation>{} 个注意力头无法均分到 {} 组键和值</translation>
    </message>
    <message>
        <source>{} begins texts with another token.</source>
        <translation>{} 的文本以另一个 token 开头。</translation>
    </message>
    <message>
        <source>{} belongs to expert {}, the model has {} experts</source>
        <translation>{} 属于专家 {}，而模型有 {} 个专家</translation>
    </message>
    <message>
        <source>{} belongs to layer {}, the model has {} layers</source>
        <translation>{} 属于第 {} 层，而模型有 {} 层</translation>
    </message>
    <message>
        <source>{} bytes at {} are not what was written. The disk or the memory may be faulty.</source>
        <translation>位于 {1} 的 {0} 字节与写入的不同。磁盘或内存可能有故障。</translation>
    </message>
    <message>
        <source>{} bytes became more than {}.</source>
        <translation>{} 字节变成超过 {} 字节。</translation>
    </message>
    <message>
        <source>{} bytes follow its end at {}.</source>
        <translation>其结尾 {1} 之后还有 {0} 字节。</translation>
    </message>
    <message>
        <source>{} bytes of K and V in 16 bits a token in {} layers × {} tokens</source>
        <translation>每 token {} 字节的 K 和 V（16 位），{} 层 × {} 个 token</translation>
    </message>
    <message>
        <source>{} can only be read</source>
        <translation>{} 只能读取</translation>
    </message>
    <message>
        <source>{} cannot be carried over</source>
        <translation>{} 无法原样转入</translation>
    </message>
    <message>
        <source>{} cannot be decoded yet.</source>
        <translation>目前还不能解码 {}。</translation>
    </message>
    <message>
        <source>{} cannot be encoded yet.</source>
        <translation>目前还不能编码 {}。</translation>
    </message>
    <message>
        <source>{} cannot be measured as {}</source>
        <translation>{} 无法按 {} 测量</translation>
    </message>
    <message>
        <source>{} cannot be opened on its own</source>
        <translation>{} 不能单独打开</translation>
    </message>
    <message>
        <source>{} cannot be overridden</source>
        <translation>不能覆盖 {}</translation>
    </message>
    <message>
        <source>{} cannot be permuted</source>
        <translation>{} 无法重新排列</translation>
    </message>
    <message>
        <source>{} cannot be pinned to {}</source>
        <translation>{} 不能固定为 {}</translation>
    </message>
    <message>
        <source>{} cannot be read</source>
        <translation>无法读取 {}</translation>
    </message>
    <message>
        <source>{} cannot be read: {}</source>
        <translation>无法读取 {}：{}</translation>
    </message>
    <message>
        <source>{} cannot be stored as {}</source>
        <translation>{} 不能存储为 {}</translation>
    </message>
    <message>
        <source>{} cannot be written</source>
        <translation>无法写入 {}</translation>
    </message>
    <message>
        <source>{} cannot be written yet</source>
        <translation>目前还不能写入 {}</translation>
    </message>
    <message>
        <source>{} cannot mix all its encodings in one output</source>
        <translation>{} 不能在一个输出中混用其所有编码</translation>
    </message>
    <message>
        <source>{} cells × {} bytes of K and V in {} layers</source>
        <translation>{} 个单元 × {} 字节的 K 和 V，{} 层</translation>
    </message>
    <message>
        <source>{} counts {} rows.</source>
        <translation>{} 的行数计为 {}。</translation>
    </message>
    <message>
        <source>{} dimensions have {} strides</source>
        <translation>有 {} 维，却有 {} 个步幅</translation>
    </message>
    <message>
        <source>{} does not divide {} × {} values.</source>
        <translation>{} 不能整除 {} × {} 个值。</translation>
    </message>
    <message>
        <source>{} does not fit {}</source>
        <translation>{} 不适用于 {}</translation>
    </message>
    <message>
        <source>{} ends at byte {}, 1 byte too early, inside {}. Download it again.</source>
        <translation>{} 在字节 {} 处结束，少 1 字节，中断处位于 {} 内。请重新下载。</translation>
    </message>
    <message>
        <source>{} ends at byte {}, {} bytes too early, inside {}. Download it again.</source>
        <translation>{} 在字节 {} 处结束，少 {} 字节，中断处位于 {} 内。请重新下载。</translation>
    </message>
    <message>
        <source>{} exists already</source>
        <translation>{} 已存在</translation>
    </message>
    <message>
        <source>{} file</source>
        <translation>{} 文件</translation>
    </message>
    <message>
        <source>{} folder, 1 file</source>
        <translation>{} 文件夹，1 个文件</translation>
    </message>
    <message>
        <source>{} folder, {} files</source>
        <translation>{} 文件夹，{} 个文件</translation>
    </message>
    <message>
        <source>{} folders are made from Hugging Face folders, with their config.json and tokenizer files; this is a GGUF file</source>
        <translation>{} 文件夹由含 config.json 和分词器文件的 Hugging Face 文件夹生成；而这是 GGUF 文件</translation>
    </message>
    <message>
        <source>{} groups are no multiple of {}, the number of codes that share a byte</source>
        <translation>{} 个组不是 {}（共用一个字节的编码值个数）的倍数</translation>
    </message>
    <message>
        <source>{} groups do not divide {} input features into groups of an even size up to {}.</source>
        <translation>{} 个组无法将 {} 个输入特征均分，使组大小为偶数且不超过 {}。</translation>
    </message>
    <message>
        <source>{} has an impossible value</source>
        <translation>{} 的值不可能成立</translation>
    </message>
    <message>
        <source>{} has an unknown value</source>
        <translation>{} 的值未知</translation>
    </message>
    <message>
        <source>{} has another shape there.</source>
        <translation>{} 在该处的形状不同。</translation>
    </message>
    <message>
        <source>{} has counts but no sums.</source>
        <translation>{} 有计数，但没有总和。</translation>
    </message>
    <message>
        <source>{} has more than {} numbers</source>
        <translation>{} 含有超过 {} 个数</translation>
    </message>
    <message>
        <source>{} has no encoding to disturb single rows with</source>
        <translation>{} 没有可用于扰动单行的编码</translation>
    </message>
    <message>
        <source>{} has no memory or no bandwidth.</source>
        <translation>{} 没有显存或没有带宽。</translation>
    </message>
    <message>
        <source>{} has no option {}</source>
        <translation>{} 没有选项 {}</translation>
    </message>
    <message>
        <source>{} has no place in a {} model</source>
        <translation>{} 不应出现在 {} 模型中</translation>
    </message>
    <message>
        <source>{} has no place there.</source>
        <translation>{} 在该处没有位置。</translation>
    </message>
    <message>
        <source>{} has no preset {}</source>
        <translation>{} 没有预设 {}</translation>
    </message>
    <message>
        <source>{} has no row {}, column {}</source>
        <translation>{} 没有第 {} 行、第 {} 列</translation>
    </message>
    <message>
        <source>{} has no square matrix {}.</source>
        <translation>{} 没有方阵 {}。</translation>
    </message>
    <message>
        <source>{} has no values for {}.</source>
        <translation>{} 没有 {} 的值。</translation>
    </message>
    <message>
        <source>{} has no values for {}. Choose another type than {} for it.</source>
        <translation>{} 没有 {} 的值。请为其选择 {} 以外的类型。</translation>
    </message>
    <message>
        <source>{} has other parts there.</source>
        <translation>{} 在该处的组成部分不同。</translation>
    </message>
    <message>
        <source>{} has sums but no counts.</source>
        <translation>{} 有总和，但没有计数。</translation>
    </message>
    <message>
        <source>{} has the shape [{}], by config.json it should be [{}]</source>
        <translation>{} 的形状为 [{}]，按 config.json 应为 [{}]</translation>
    </message>
    <message>
        <source>{} has the shape [{}], expected [{}]</source>
        <translation>{} 的形状为 [{}]，应为 [{}]</translation>
    </message>
    <message>
        <source>{} has {} bytes of {}, the tensors before it have {} of {}.</source>
        <translation>{} 有 {} 字节的 {}，而前面的张量有 {} 字节的 {}。</translation>
    </message>
    <message>
        <source>{} has {} bytes there.</source>
        <translation>{} 在该处有 {} 字节。</translation>
    </message>
    <message>
        <source>{} has {} sums for {} counts; they must divide.</source>
        <translation>{} 有 {} 个总和、{} 个计数；前者必须是后者的倍数。</translation>
    </message>
    <message>
        <source>{} has {} tokens, this model has {}.</source>
        <translation>{} 有 {} 个 token，而此模型有 {} 个。</translation>
    </message>
    <message>
        <source>{} has {} values, the model needs {}</source>
        <translation>{} 有 {} 个值，而模型需要 {} 个</translation>
    </message>
    <message>
        <source>{} has {} weights, {} has {}, under other names. Compare a model with what was made of it.</source>
        <translation>{} 有 {} 个权重，{} 有 {} 个，且名称不同。请将模型与由它生成的模型比较。</translation>
    </message>
    <message>
        <source>{} holds a value that is no number</source>
        <translation>{} 含有非数值</translation>
    </message>
    <message>
        <source>{} holds more than tensors</source>
        <translation>{} 含有张量以外的内容</translation>
    </message>
    <message>
        <source>{} holds something else than numbers of 0 to 2^64 − 1</source>
        <translation>{} 含有 0 至 2^64 − 1 的数以外的内容</translation>
    </message>
    <message>
        <source>{} holds NaN or infinite values</source>
        <translation>{} 含有 NaN 或无穷值</translation>
    </message>
    <message>
        <source>{} is a TorchScript program</source>
        <translation>{} 是 TorchScript 程序</translation>
    </message>
    <message>
        <source>{} is a link that leads nowhere</source>
        <translation>{} 是无效链接，其目标不存在</translation>
    </message>
    <message>
        <source>{} is cut short</source>
        <translation>{} 被截断</translation>
    </message>
    <message>
        <source>{} is damaged</source>
        <translation>{} 已损坏</translation>
    </message>
    <message>
        <source>{} is here, but no .safetensors, .gguf or .bin file. Put them into the same folder.</source>
        <translation>此处有 {}，但没有 .safetensors、.gguf 或 .bin 文件。请将它们放入同一文件夹。</translation>
    </message>
    <message>
        <source>{} is in the way</source>
        <translation>{} 占用了所需的名称</translation>
    </message>
    <message>
        <source>{} is missing</source>
        <translation>缺少 {}</translation>
    </message>
    <message>
        <source>{} is missing or not {}.</source>
        <translation>缺少 {}，或者它不是 {}。</translation>
    </message>
    <message>
        <source>{} is missing, which a llama model with {} layers needs</source>
        <translation>缺少 {}，{} 层的 llama 模型需要它</translation>
    </message>
    <message>
        <source>{} is missing: config.json says {} experts</source>
        <translation>缺少 {}：config.json 注明有 {} 个专家</translation>
    </message>
    <message>
        <source>{} is neither 0 nor 1.</source>
        <translation>{} 既不是 0，也不是 1。</translation>
    </message>
    <message>
        <source>{} is neither safetensors nor GGUF nor PyTorch</source>
        <translation>{} 既不是 safetensors，也不是 GGUF 或 PyTorch</translation>
    </message>
    <message>
        <source>{} is no KEY=TYPE:VALUE</source>
        <translation>{} 不是 KEY=TYPE:VALUE</translation>
    </message>
    <message>
        <source>{} is no PATTERN=TYPE</source>
        <translation>{} 不是 PATTERN=TYPE</translation>
    </message>
    <message>
        <source>{} is no PyTorch file</source>
        <translation>{} 不是 PyTorch 文件</translation>
    </message>
    <message>
        <source>{} is no count.</source>
        <translation>{} 不是非负整数。</translation>
    </message>
    <message>
        <source>{} is no file</source>
        <translation>{} 不是文件</translation>
    </message>
    <message>
        <source>{} is no key to override</source>
        <translation>{} 不是可覆盖的键</translation>
    </message>
    <message>
        <source>{} is no list of texts.</source>
        <translation>{} 不是文本列表。</translation>
    </message>
    <message>
        <source>{} is no memory size.</source>
        <translation>{} 不是显存大小。</translation>
    </message>
    <message>
        <source>{} is no name for a tensor</source>
        <translation>{} 不能用作张量的名称</translation>
    </message>
    <message>
        <source>{} is no plain file name</source>
        <translation>{} 不是普通文件名</translation>
    </message>
    <message>
        <source>{} is no row of {} values</source>
        <translation>{} 不是含 {} 个值的行</translation>
    </message>
    <message>
        <source>{} is no size for a file</source>
        <translation>{} 不是有效的文件大小</translation>
    </message>
    <message>
        <source>{} is no text.</source>
        <translation>{} 不是文本。</translation>
    </message>
    <message>
        <source>{} is no type for stored weights.</source>
        <translation>{} 不是存储权重所用的类型。</translation>
    </message>
    <message>
        <source>{} is no value for {}</source>
        <translation>{} 不是 {} 的有效值</translation>
    </message>
    <message>
        <source>{} is not a state dict that can be read</source>
        <translation>{} 不是可读取的 state dict</translation>
    </message>
    <message>
        <source>{} is not a valid zip archive</source>
        <translation>{} 不是有效的 zip 归档</translation>
    </message>
    <message>
        <source>{} is not an array</source>
        <translation>{} 不是数组</translation>
    </message>
    <message>
        <source>{} is quantized in part: some of its matrices are, others are not</source>
        <translation>{} 只有部分经过量化：其中一些矩阵已量化，另一些没有</translation>
    </message>
    <message>
        <source>{} is stored as {}, expected floating-point numbers</source>
        <translation>{} 以 {} 存储，应为浮点数</translation>
    </message>
    <message>
        <source>{} is stored as {}, other experts as {}</source>
        <translation>{} 以 {} 存储，而其他专家以 {} 存储</translation>
    </message>
    <message>
        <source>{} is there twice.</source>
        <translation>{} 出现两次。</translation>
    </message>
    <message>
        <source>{} is too large</source>
        <translation>{} 过大</translation>
    </message>
    <message>
        <source>{} is too large for a chart of maxima</source>
        <translation>{} 过大，无法绘制最大值图</translation>
    </message>
    <message>
        <source>{} is too large for {}</source>
        <translation>{} 超出 {} 的范围</translation>
    </message>
    <message>
        <source>{} is too small for this model</source>
        <translation>{} 对此模型来说过小</translation>
    </message>
    <message>
        <source>{} is too small for {}</source>
        <translation>{} 对 {} 来说过小</translation>
    </message>
    <message>
        <source>{} is {}, expected F32.</source>
        <translation>{} 为 {}，应为 F32。</translation>
    </message>
    <message>
        <source>{} must share one encoding</source>
        <translation>{} 必须采用同一种编码</translation>
    </message>
    <message>
        <source>{} names {} files, {} here. Put the missing one into the same folder.</source>
        <translation>{} 表明共有 {} 个文件，此处有 {}。请将缺少的文件放入同一文件夹。</translation>
    </message>
    <message>
        <source>{} names {} files, {} here. Put the missing ones into the same folder.</source>
        <translation>{} 表明共有 {} 个文件，此处有 {}。请将缺少的各文件放入同一文件夹。</translation>
    </message>
    <message>
        <source>{} need an importance matrix.</source>
        <translation>{} 需要重要性矩阵。</translation>
    </message>
    <message>
        <source>{} needs an importance matrix</source>
        <translation>{} 需要重要性矩阵</translation>
    </message>
    <message>
        <source>{} needs an importance matrix with values for this weight.</source>
        <translation>{} 需要含有此权重的值的重要性矩阵。</translation>
    </message>
    <message>
        <source>{} needs an importance matrix.</source>
        <translation>{} 需要重要性矩阵。</translation>
    </message>
    <message>
        <source>{} needs rows of a multiple of {} columns, this weight has {}.</source>
        <translation>{} 要求每行列数为 {} 的倍数，而此权重有 {} 列。</translation>
    </message>
    <message>
        <source>{} number {}</source>
        <translation>第 {1} 个{0}</translation>
    </message>
    <message>
        <source>{} of its values decode to no number. Leave this weight as it is.</source>
        <translation>其 {} 个值解码后不是数。请让此权重保持原样。</translation>
    </message>
    <message>
        <source>{} of layer {}</source>
        <translation>第 {1} 层的 {0}</translation>
    </message>
    <message>
        <source>{} of {} experts are used</source>
        <translation>使用 {1} 个专家中的 {0} 个</translation>
    </message>
    <message>
        <source>{} of {} matrices covered</source>
        <translation>已覆盖 {} 个矩阵，共 {} 个</translation>
    </message>
    <message>
        <source>{} of {} tensors as planned = {} bytes</source>
        <translation>{1} 个张量中的 {0} 个按方案 = {2} 字节</translation>
    </message>
    <message>
        <source>{} of {} values of a head are rotated</source>
        <translation>每个头的 {1} 个值中有 {0} 个参与旋转</translation>
    </message>
    <message>
        <source>{} offers no choice for any weight of this model.</source>
        <translation>{} 对此模型的任何权重都没有可选编码。</translation>
    </message>
    <message>
        <source>{} offers no encoding {}</source>
        <translation>{} 不提供编码 {}</translation>
    </message>
    <message>
        <source>{} reads back differently</source>
        <translation>{} 读回的内容不同</translation>
    </message>
    <message>
        <source>{} set, 1 file</source>
        <translation>{} 文件组，1 个文件</translation>
    </message>
    <message>
        <source>{} set, {} files</source>
        <translation>{} 文件组，{} 个文件</translation>
    </message>
    <message>
        <source>{} stands in no block of the model</source>
        <translation>{} 不在模型的任何块中</translation>
    </message>
    <message>
        <source>{} stands there twice</source>
        <translation>{} 出现两次</translation>
    </message>
    <message>
        <source>{} stores {} values of {} there.</source>
        <translation>{} 在该处存储 {} 个 {} 值。</translation>
    </message>
    <message>
        <source>{} tokens of context would fit.</source>
        <translation>装得下的上下文为 {} token。</translation>
    </message>
    <message>
        <source>{} values are no whole rows of {} columns.</source>
        <translation>{} 个值不能构成每行 {} 列的完整行。</translation>
    </message>
    <message>
        <source>{} was written by a big-endian machine</source>
        <translation>{} 由大端序机器写入</translation>
    </message>
    <message>
        <source>{} would stand in the file twice</source>
        <translation>{} 会在文件中出现两次</translation>
    </message>
    <message>
        <source>{} {} are too many, the limit is {}</source>
        <translation>{} 个{}过多，上限为 {}</translation>
    </message>
    <message>
        <source>{} {} cannot fit into the {} bytes that follow</source>
        <translation>其后的 {2} 字节容纳不下 {0} 个{1}</translation>
    </message>
    <message>
        <source>{} × {} is no shape of a matrix.</source>
        <translation>{} × {} 不是矩阵的形状。</translation>
    </message>
    <message>
        <source>{} × {} sequences</source>
        <translation>{} × {} 个序列</translation>
    </message>
    <message>
        <source>{} × {} values are no multiple of the group size {}</source>
        <translation>{} × {} 个值不是组大小 {} 的倍数</translation>
    </message>
    <message>
        <source>{}, and {} % that PyTorch&apos;s allocator loses</source>
        <translation>{}，另加 PyTorch 分配器损耗的 {} %</translation>
    </message>
    <message>
        <source>{}, it stays in {}</source>
        <translation>{}，保留为 {}</translation>
    </message>
    <message>
        <source>{}.block_count is missing or no count between 1 and {}</source>
        <translation>{}.block_count 缺失，或不是 1 至 {} 之间的整数</translation>
    </message>
    <message>
        <source>{}: NaN or infinite. Nothing useful can be made of such a weight.</source>
        <translation>{}：NaN 或无穷值。这样的权重无法得到有用的结果。</translation>
    </message>
    <message>
        <source>{}: NaN. Nothing useful can be made of such a weight.</source>
        <translation>{}：NaN。这样的权重无法得到有用的结果。</translation>
    </message>
    <message>
        <source>{}: infinite. Nothing useful can be made of such a weight.</source>
        <translation>{}：无穷值。这样的权重无法得到有用的结果。</translation>
    </message>
    <message>
        <source>{}: this value and its neighbours are below the range of the encoding. Choose BF16 or F32 for this weight.</source>
        <translation>{}：此值及其相邻的值低于该编码的范围。请为此权重选择 BF16 或 F32。</translation>
    </message>
    <message>
        <source>{}: this value or its neighbours exceed the range of the encoding. Choose BF16 or F32 for this weight.</source>
        <translation>{}：此值或其相邻的值超出该编码的范围。请为此权重选择 BF16 或 F32。</translation>
    </message>
    <message>
        <source>{}; and {} more differ.</source>
        <translation>{}；另外还有 {} 个不同。</translation>
    </message>
    <message>
        <source>{}; the token embedding is also the output matrix: on the device and once more in main memory ({})</source>
        <translation>{}；token 嵌入同时也是输出矩阵：设备上一份，主内存中再一份（{}）</translation>
    </message>
    <message>
        <source>{}; the token embedding stays in main memory ({})</source>
        <translation>{}；token 嵌入保留在主内存中（{}）</translation>
    </message>
    <message>
        <source>{}; {} entries of no weight: {}</source>
        <translation>{}；{} 个无对应权重的条目：{}</translation>
    </message>
    <message>
        <source>{}; {} experts never used by the calibration text</source>
        <translation>{}；{} 个专家从未被校准文本用到</translation>
    </message>
    <message>
        <source>{}; {} missing: {}</source>
        <translation>{}；{} 个缺失：{}</translation>
    </message>
    <message>
        <source>{}; {} of another width: {}</source>
        <translation>{}；{} 个宽度不符：{}</translation>
    </message>
    <message>
        <source>{}{} is not finite</source>
        <translation>{}{} 不是有限数</translation>
    </message>
    <message>
        <source>{}{} is {}</source>
        <translation>{}{} 为 {}</translation>
    </message>
    <message>
        <source>{}{}{}.bias is missing: a {} model has it</source>
        <translation>缺少 {}{}{}.bias：{} 模型应含有它</translation>
    </message>
    <message>
        <source>“{}” is none of 8bit_u8, 4bit_u8, 3bit_32, 2bit_u8 and 1bit_u8.</source>
        <translation>“{}”不是 8bit_u8、4bit_u8、3bit_32、2bit_u8 和 1bit_u8 之一。</translation>
    </message>
    <message>
        <source>A conversion keeps its journal under this name, and this file is none. Choose another name for the result, or move it away.</source>
        <translation>转换以此名称保存其日志，而此文件不是日志。请为结果选择其他名称，或将此文件移走。</translation>
    </message>
    <message>
        <source>Another program removed or replaced the file while it was written</source>
        <translation>写入文件时，另一个程序移除或替换了它</translation>
    </message>
    <message>
        <source>Another program replaced the folder while it was written</source>
        <translation>写入文件夹时，另一个程序替换了它</translation>
    </message>
    <message>
        <source>Cannot create the folder</source>
        <translation>无法创建文件夹</translation>
    </message>
    <message>
        <source>Cannot find out what this is</source>
        <translation>无法查明这是什么</translation>
    </message>
    <message>
        <source>Cannot make the names in the folder durable</source>
        <translation>无法将文件夹中的名称持久写入磁盘</translation>
    </message>
    <message>
        <source>Cannot open the folder</source>
        <translation>无法打开文件夹</translation>
    </message>
    <message>
        <source>Cannot rename the finished folder</source>
        <translation>无法重命名已完成的文件夹</translation>
    </message>
    <message>
        <source>Free {}, then resume. What is finished on the disk is kept.</source>
        <translation>请腾出 {}，然后继续。磁盘上已完成的部分会保留。</translation>
    </message>
    <message>
        <source>Give each a name of its own.</source>
        <translation>请为每个结果取不同的名称。</translation>
    </message>
    <message>
        <source>It holds {}, which belongs to no model.</source>
        <translation>其中含有 {}，它不属于任何模型。</translation>
    </message>
    <message>
        <source>It is not the folder of a model.</source>
        <translation>这不是模型的文件夹。</translation>
    </message>
    <message>
        <source>Keep other programs away from this name, then try again.</source>
        <translation>请避免其他程序使用此名称，然后重试。</translation>
    </message>
    <message>
        <source>Look at it again before you rely on it.</source>
        <translation>使用前请再检查一次。</translation>
    </message>
    <message>
        <source>More than {} values are not accepted.</source>
        <translation>不接受超过 {} 个值。</translation>
    </message>
    <message>
        <source>Nothing was renamed. Keep other programs away from this name, then try again.</source>
        <translation>没有重命名任何内容。请避免其他程序使用此名称，然后重试。</translation>
    </message>
    <message>
        <source>RoPE scaling of type &quot;dynamic&quot; is worked out while a text grows, which no GGUF file can say. It does nothing up to the trained context: without it in config.json the model can be converted for that length</source>
        <translation>“dynamic” 类型的 RoPE 缩放随文本增长而计算，GGUF 文件无法表示。在训练上下文长度之内它不起作用：从 config.json 中去掉它，即可按该长度转换模型</translation>
    </message>
    <message>
        <source>The file was changed while it was read</source>
        <translation>读取文件时它被更改</translation>
    </message>
    <message>
        <source>The result is complete, but the disk did not confirm its name</source>
        <translation>结果已完整，但磁盘未确认其名称</translation>
    </message>
    <message>
        <source>The result would replace what it is made from</source>
        <translation>结果会替换其自身的来源</translation>
    </message>
    <message>
        <source>The values of {} hold {}: more than {}, which no mean square of activations can be.</source>
        <translation>{} 的值中有 {}：大于 {}，激活值的均方不可能这么大。</translation>
    </message>
    <message>
        <source>This JSON file holds too much</source>
        <translation>此 JSON 文件内容过多</translation>
    </message>
    <message>
        <source>Two results would have this name</source>
        <translation>两个结果会使用同一名称</translation>
    </message>
    <message>
        <source>Wait until nothing writes to it any more, then try again.</source>
        <translation>请等到没有程序再写入它，然后重试。</translation>
    </message>
    <message>
        <source>You may have no right to remove files there.</source>
        <translation>您可能无权在那里删除文件。</translation>
    </message>
    <message>
        <source>holds more than {} values.</source>
        <translation>含有超过 {} 个值。</translation>
    </message>
    <message>
        <source>holds {} rules, at most {} are read.</source>
        <translation>含有 {} 条规则，最多读取 {} 条。</translation>
    </message>
    <message>
        <source>is an unknown key. A rule has glob, regex, role, layers, encoding and as_tensor_type.</source>
        <translation>是未知的键。规则只有 glob、regex、role、layers、encoding 和 as_tensor_type。</translation>
    </message>
    <message>
        <source>model.vocab has more than {} tokens</source>
        <translation>model.vocab 的词元超过 {} 个</translation>
    </message>
    <message>
        <source>rope_parameters and rope_scaling of config.json differ in {}: remove the wrong one</source>
        <translation>config.json 中 rope_parameters 与 rope_scaling 的 {} 不同：请移除错误的一个</translation>
    </message>
    <message>
        <source>the file does not say how its tokenizer cuts words (tokenizer.ggml.pre is missing): they are cut by a default, and what is measured on a text may be wrong</source>
        <translation>文件未说明其分词器如何切分单词（缺少 tokenizer.ggml.pre）：将按默认方式切分，对文本的测量结果可能有误</translation>
    </message>
    <message>
        <source>the names of its tensors have more than {} bytes</source>
        <translation>其张量名称超过 {} 字节</translation>
    </message>
    <message>
        <source>there are {} tensors like {}, the metadata say {} experts</source>
        <translation>类似 {1} 的张量有 {0} 个，元数据注明有 {2} 个专家</translation>
    </message>
    <message>
        <source>{} Choose another name.</source>
        <translation>{} 请选择其他名称。</translation>
    </message>
    <message>
        <source>{} and {} are both there</source>
        <translation>{} 与 {} 同时存在</translation>
    </message>
    <message>
        <source>{} cannot be replaced</source>
        <translation>无法替换 {}</translation>
    </message>
    <message>
        <source>{} has no place in a {} model, whose output matrix is the token embedding; config.json says that they differ (&quot;tie_word_embeddings&quot;: false)</source>
        <translation>{} 在 {} 模型中没有位置，该模型的输出矩阵就是词元嵌入；而 config.json 注明二者不同（&quot;tie_word_embeddings&quot;: false）</translation>
    </message>
    <message>
        <source>{} is a link to a folder.</source>
        <translation>{} 是指向文件夹的链接。</translation>
    </message>
    <message>
        <source>{} is missing, and config.json says that the token embedding does not stand in for it (&quot;tie_word_embeddings&quot;: false)</source>
        <translation>缺少 {}，而 config.json 注明词元嵌入不能代替它（&quot;tie_word_embeddings&quot;: false）</translation>
    </message>
    <message>
        <source>{} is missing, and the token embedding does not stand in for it: {} is not tied unless config.json says so (&quot;tie_word_embeddings&quot;: true)</source>
        <translation>缺少 {}，词元嵌入不能代替它：除非 config.json 注明（&quot;tie_word_embeddings&quot;: true），{} 不共享嵌入</translation>
    </message>
    <message>
        <source>{} is no folder</source>
        <translation>{} 不是文件夹</translation>
    </message>
    <message>
        <source>{} is read by the same command. Choose another name.</source>
        <translation>同一命令正在读取 {}。请选择其他名称。</translation>
    </message>
    <message>
        <source>{} is stored in another form than {}: [{}] as {}, not [{}] as {}</source>
        <translation>{} 的存储形式与 {} 不同：是 [{}]（{}），而不是 [{}]（{}）</translation>
    </message>
    <message>
        <source>{} keys are the most that are read</source>
        <translation>最多读取 {} 个键</translation>
    </message>
    <message>
        <source>{} tensors are the most that a file may hold</source>
        <translation>一个文件最多可含 {} 个张量</translation>
    </message>
    <message>
        <source>{} tensors are the most that are read</source>
        <translation>最多读取 {} 个张量</translation>
    </message>
    <message>
        <source>{}. The token embedding was taken for it, as was asked for: that is another model than the one that was trained, unless the two are the same</source>
        <translation>{}。已按要求用词元嵌入代替：除非二者相同，否则这与训练出的模型不是同一个模型</translation>
    </message>
    <message>
        <source>{}; nothing known of {} columns in {} matrices, which count evenly</source>
        <translation>{}；{2} 个矩阵中有 {1} 列没有数据，这些列按同等权重计</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>位数</translation>
    </message>
    <message>
        <source>Bits of a code; auto: as the preset says. vLLM loads 4 and 8, ExLlamaV2 4.</source>
        <translation>每个编码的位数；auto：按预设。vLLM 可加载 4 和 8，ExLlamaV2 可加载 4。</translation>
    </message>
    <message>
        <source>Eight bits in groups of 32</source>
        <translation>八位，每组 32 个</translation>
    </message>
    <message>
        <source>Eight bits in smaller groups</source>
        <translation>八位，较小的组</translation>
    </message>
    <message>
        <source>Expected are codes of I32 [words, rows], zero points of I32 [groups, words] and scales [groups, rows].</source>
        <translation>应为 I32 编码 [字, 行]、I32 零点 [组, 字] 和缩放系数 [组, 行]。</translation>
    </message>
    <message>
        <source>Expected are scales in F16, BF16 or F32.</source>
        <translation>缩放系数应为 F16、BF16 或 F32。</translation>
    </message>
    <message>
        <source>Expected is a vector of I32.</source>
        <translation>应为 I32 向量。</translation>
    </message>
    <message>
        <source>Form of zero points</source>
        <translation>零点的形式</translation>
    </message>
    <message>
        <source>Four bits in groups of 128: what every program for GPTQ files loads</source>
        <translation>四位，每组 128 个：所有支持 GPTQ 文件的程序都能加载</translation>
    </message>
    <message>
        <source>Four bits in groups of 32: the smallest error of the four-bit presets</source>
        <translation>四位，每组 32 个：四位预设中误差最小</translation>
    </message>
    <message>
        <source>Four bits in groups of 64: a smaller error for a sixth of a bit more</source>
        <translation>四位，每组 64 个：多用六分之一位，误差更小</translation>
    </message>
    <message>
        <source>Four bits with one scale a row: the smallest file of four bits</source>
        <translation>四位，每行一个缩放系数：四位中文件最小</translation>
    </message>
    <message>
        <source>Input feature {} is said to be of group {}; there are {} groups, counted from 0.</source>
        <translation>输入特征 {} 标为第 {} 组；共有 {} 组，从 0 计数。</translation>
    </message>
    <message>
        <source>It gives {} tokens in whole windows; at least {} are needed, some ten for each column of the widest matrix are good.</source>
        <translation>它在完整窗口中给出 {} 个词元；至少需要 {} 个，最宽矩阵的每列约十个为宜。</translation>
    </message>
    <message>
        <source>It is about {} input features, the codes of {} bits about {}.</source>
        <translation>它涉及 {} 个输入特征，而 {} 位的编码涉及 {} 个。</translation>
    </message>
    <message>
        <source>Nothing in this plan can be calibrated</source>
        <translation>此方案中没有可校准的内容</translation>
    </message>
    <message>
        <source>Programs that load {} join them into one matrix; the plan says {} and {}.</source>
        <translation>加载 {} 的程序会将它们合并为一个矩阵；方案中为 {} 和 {}。</translation>
    </message>
    <message>
        <source>Symmetric</source>
        <translation>对称</translation>
    </message>
    <message>
        <source>The calibrated codes cannot be read back</source>
        <translation>无法读回校准后的编码</translation>
    </message>
    <message>
        <source>The calibrated codes do not fit the plan</source>
        <translation>校准后的编码与方案不符</translation>
    </message>
    <message>
        <source>The statistics of a layer&apos;s inputs are not finite</source>
        <translation>某层输入的统计量不是有限值</translation>
    </message>
    <message>
        <source>The statistics of a layer&apos;s inputs contradict themselves</source>
        <translation>某层输入的统计量自相矛盾</translation>
    </message>
    <message>
        <source>The tensor {} of a GPTQ layer is wrong</source>
        <translation>GPTQ 层的张量 {} 有误</translation>
    </message>
    <message>
        <source>The tensors of a GPTQ layer make no sense</source>
        <translation>GPTQ 层的张量没有意义</translation>
    </message>
    <message>
        <source>The text is too short to calibrate with</source>
        <translation>文本太短，无法校准</translation>
    </message>
    <message>
        <source>The zero point is the middle code. Without it every group has a zero point of its own, which lowers the error a little and which vLLM does not load.</source>
        <translation>零点为中间编码。否则每组有各自的零点，误差略小，但 vLLM 无法加载。</translation>
    </message>
    <message>
        <source>Their group begins in row {}, column {} (counted from 0). Keep this weight in 16 bits.</source>
        <translation>它们的组从第 {} 行第 {} 列开始（从 0 计数）。请将此权重保留为 16 位。</translation>
    </message>
    <message>
        <source>They are no sums of squares and products.</source>
        <translation>它们不是平方和与乘积和。</translation>
    </message>
    <message>
        <source>This model cannot be calibrated</source>
        <translation>此模型无法校准</translation>
    </message>
    <message>
        <source>This plan cannot become one folder of {}</source>
        <translation>此方案无法成为一个 {} 文件夹</translation>
    </message>
    <message>
        <source>Three bits in groups of 32</source>
        <translation>三位，每组 32 个</translation>
    </message>
    <message>
        <source>Three bits in groups of 64</source>
        <translation>三位，每组 64 个</translation>
    </message>
    <message>
        <source>Three bits; GPTQModel and transformers load them, vLLM does not</source>
        <translation>三位；GPTQModel 和 transformers 可加载，vLLM 不可</translation>
    </message>
    <message>
        <source>Two bits in groups of 64</source>
        <translation>两位，每组 64 个</translation>
    </message>
    <message>
        <source>Two bits: for experiments</source>
        <translation>两位：用于试验</translation>
    </message>
    <message>
        <source>Weights are too large for a scale in F16</source>
        <translation>权重过大，F16 缩放系数无法表示</translation>
    </message>
    <message>
        <source>Weights of a row that share a scale; −1: all of a row; auto: as the preset says. vLLM loads 32, 64, 128 and −1.</source>
        <translation>一行中共用一个缩放系数的权重数；−1：整行；auto：按预设。vLLM 可加载 32、64、128 和 −1。</translation>
    </message>
    <message>
        <source>Whole numbers with a scale for every group of a row, the form that most programs on graphics cards load. Scales are searched for the least error, weighed by an importance matrix where there is one.</source>
        <translation>整数，每行的每组一个缩放系数，是显卡程序最常加载的形式。缩放系数按最小误差搜索，若有重要性矩阵则以其加权。</translation>
    </message>
    <message>
        <source>gptq stores them less one, gptq_v2 as they are. auto: gptq, and gptq_v2 where groups have zero points of their own, since GPTQModel refuses those in the old form.</source>
        <translation>gptq 存储时减一，gptq_v2 原样存储。auto：用 gptq；若各组有自己的零点则用 gptq_v2，因为 GPTQModel 不接受旧形式的此类文件。</translation>
    </message>
    <message>
        <source>its codes do not fill whole words</source>
        <translation>其编码不能填满整字</translation>
    </message>
    <message>
        <source>loaders of GPTQ files take the output matrix in 16 bits</source>
        <translation>GPTQ 文件的加载程序要求输出矩阵为 16 位</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which not all loaders of GPTQ files replace</source>
        <translation>模型将其保存为 Conv1D，并非所有 GPTQ 文件加载程序都会替换它</translation>
    </message>
    <message>
        <source>{} and {} do not fit together.</source>
        <translation>{} 与 {} 不相符。</translation>
    </message>
    <message>
        <source>{} and {} must have one encoding</source>
        <translation>{} 和 {} 必须使用同一种编码</translation>
    </message>
    <message>
        <source>{} and {} store zero points in different forms, of which a folder has one</source>
        <translation>{} 和 {} 以不同形式存储零点，而一个文件夹只有一种形式</translation>
    </message>
    <message>
        <source>{} groups do not divide {} input features into groups of one size.</source>
        <translation>{} 个组无法将 {} 个输入特征分成大小相同的组。</translation>
    </message>
    <message>
        <source>{} words for {} rows are none of 2, 3, 4 and 8 bits each.</source>
        <translation>{} 个字对应 {} 行，不是 2、3、4 或 8 位。</translation>
    </message>
    <message>
        <source>{} × {} are no multiples of {}, which loaders of GPTQ files need</source>
        <translation>{} × {} 不是 {} 的倍数，而 GPTQ 文件的加载程序需要如此</translation>
    </message>
    <message>
        <source>Another conversion chooses these codes</source>
        <translation>另一个转换正在选择这些编码</translation>
    </message>
    <message>
        <source>No weight of this plan has codes that a text could choose.</source>
        <translation>此方案中没有可由文本选择编码的权重。</translation>
    </message>
    <message>
        <source>Wait for it, or end it.</source>
        <translation>请等待其完成，或将其结束。</translation>
    </message>
    <message>
        <source>1 layer that predicts further tokens (MTP) is left out of what is made of this model</source>
        <translation>由此模型生成的内容中省略了 1 个预测后续词元的层（MTP）</translation>
    </message>
    <message>
        <source>6 is what ExLlamaV2&apos;s converter takes; 16: it stays as it is.</source>
        <translation>6 是 ExLlamaV2 转换器的取值；16：保持原样。</translation>
    </message>
    <message>
        <source>8-bit floating point with a scale a row; activations too, with a scale a token, while the model runs</source>
        <translation>8 位浮点，每行一个缩放系数；运行时激活也是如此，每个词元一个缩放系数</translation>
    </message>
    <message>
        <source>8-bit floating point with a scale for every 128 × 128 weights, as DeepSeek does it</source>
        <translation>8 位浮点，每 128 × 128 个权重一个缩放系数，与 DeepSeek 的做法相同</translation>
    </message>
    <message>
        <source>AWQ files have one group size, and the preset&apos;s is {}</source>
        <translation>AWQ 文件只有一种组大小，而预设的组大小是 {}</translation>
    </message>
    <message>
        <source>As {}, {}.</source>
        <translation>作为 {}：{}。</translation>
    </message>
    <message>
        <source>Bits a weight</source>
        <translation>每权重位数</translation>
    </message>
    <message>
        <source>Bits of the output matrix</source>
        <translation>输出矩阵的位数</translation>
    </message>
    <message>
        <source>Choose an encoding of another family.</source>
        <translation>请选择其他系列的编码。</translation>
    </message>
    <message>
        <source>Choose an encoding of the family FBGEMM or compressed-tensors for FP8.</source>
        <translation>FP8 请选择 FBGEMM 或 compressed-tensors 系列的编码。</translation>
    </message>
    <message>
        <source>Codes of two to eight bits side by side in every matrix, wide ones for the inputs that count most: any size from 2 to 8 bits a weight. For graphics cards of NVIDIA, with ExLlamaV2.</source>
        <translation>每个矩阵中并存 2 至 8 位的编码，最重要的输入用较宽的编码：每权重 2 至 8 位之间的任意大小。用于 NVIDIA 显卡和 ExLlamaV2。</translation>
    </message>
    <message>
        <source>Eight bits in groups of 128: hardly any error, half the size of 16 bits</source>
        <translation>8 位，组大小 128：几乎没有误差，大小为 16 位的一半</translation>
    </message>
    <message>
        <source>Every EXL2 layer has one.</source>
        <translation>每个 EXL2 层都有一个。</translation>
    </message>
    <message>
        <source>ExLlamaV2 does not know models with a weight such as {}</source>
        <translation>ExLlamaV2 不支持含有 {} 这类权重的模型</translation>
    </message>
    <message>
        <source>Expected are 1 to {} codebooks of 2 to {} vectors, a power of two, of 1 to {} weights.</source>
        <translation>应为 1 至 {} 个码本，每个含 2 至 {} 个向量（2 的幂），每个向量 1 至 {} 个权重。</translation>
    </message>
    <message>
        <source>Expected are codes [rows, vectors, codebooks] and codebooks [codebooks, vectors, 1, weights].</source>
        <translation>应为编码 [行, 向量, 码本] 和码本 [码本, 向量, 1, 权重]。</translation>
    </message>
    <message>
        <source>Expected are codes in I32 or U8, not in {}.</source>
        <translation>编码应为 I32 或 U8，而不是 {}。</translation>
    </message>
    <message>
        <source>Expected are codes in two dimensions.</source>
        <translation>编码应有两个维度。</translation>
    </message>
    <message>
        <source>Expected are codes of I32 [input features, words], zero points of I32 [groups, words] and scales [groups, rows], eight rows a word.</source>
        <translation>应为 I32 编码 [输入特征, 字]、I32 零点 [组, 字] 和缩放系数 [组, 行]，每个字八行。</translation>
    </message>
    <message>
        <source>Expected are codes of at least one row and one vector.</source>
        <translation>编码应至少有一行和一个向量。</translation>
    </message>
    <message>
        <source>Expected are scales in F16, BF16 or F32 [rows, groups].</source>
        <translation>缩放系数应为 F16、BF16 或 F32 [行, 组]。</translation>
    </message>
    <message>
        <source>Expected are two whole numbers: rows and input features.</source>
        <translation>应为两个整数：行数和输入特征数。</translation>
    </message>
    <message>
        <source>Expected is a tensor of {} with {} dimensions.</source>
        <translation>应为 {} 类型、{} 个维度的张量。</translation>
    </message>
    <message>
        <source>Expected is a vector of I32, one number for every input feature.</source>
        <translation>应为 I32 向量，每个输入特征一个数。</translation>
    </message>
    <message>
        <source>Expected is one scale for every row of a matrix of I8.</source>
        <translation>I8 矩阵的每一行应有一个缩放系数。</translation>
    </message>
    <message>
        <source>Five bits: hardly any loss</source>
        <translation>5 位：几乎没有损失</translation>
    </message>
    <message>
        <source>Four and a half bits</source>
        <translation>4.5 位</translation>
    </message>
    <message>
        <source>Four bits a weight: close to the original in a quarter of 16 bits</source>
        <translation>每权重 4 位：大小为 16 位的四分之一，接近原模型</translation>
    </message>
    <message>
        <source>Four bits in groups of 128, in AWQ&apos;s files. Scales are chosen by importance; activations do not rescale weights</source>
        <translation>AWQ 文件，4 位，组大小 128。缩放系数按重要性选择；激活不会重新缩放权重</translation>
    </message>
    <message>
        <source>Four bits in groups of 128: small, and what vLLM runs fastest for few users</source>
        <translation>4 位，组大小 128：小，且是 vLLM 在少量用户时最快的形式</translation>
    </message>
    <message>
        <source>Four bits in groups of 32, in AWQ&apos;s files. Scales are chosen by importance; activations do not rescale weights</source>
        <translation>AWQ 文件，4 位，组大小 32。缩放系数按重要性选择；激活不会重新缩放权重</translation>
    </message>
    <message>
        <source>Four bits in groups of 32: the smallest error of whole numbers of four bits</source>
        <translation>4 位，组大小 32：四位整数中误差最小</translation>
    </message>
    <message>
        <source>Four bits in groups of 64, in AWQ&apos;s files. Scales are chosen by importance; activations do not rescale weights</source>
        <translation>AWQ 文件，4 位，组大小 64。缩放系数按重要性选择；激活不会重新缩放权重</translation>
    </message>
    <message>
        <source>Four bits in groups of 64: a smaller error for an eighth of a bit more</source>
        <translation>4 位，组大小 64：多用八分之一位，误差更小</translation>
    </message>
    <message>
        <source>Four codebooks: four bits a weight, for CPUs</source>
        <translation>四个码本：每权重 4 位，用于 CPU</translation>
    </message>
    <message>
        <source>Four-bit floating point in groups of 16 with a second scale, as Blackwell cards compute</source>
        <translation>4 位浮点，组大小 16，带第二个缩放系数，与 Blackwell 显卡的计算方式一致</translation>
    </message>
    <message>
        <source>Four-bit floating point in groups of 32 whose scales are powers of two</source>
        <translation>4 位浮点，组大小 32，缩放系数为 2 的幂</translation>
    </message>
    <message>
        <source>Group {} has {} bits and goes from word {} to {}; expected are a width of 8, 6, 5, 4, 3 or 2 and words for a multiple of {} input features.</source>
        <translation>组 {} 为 {} 位，从字 {} 到 {}；宽度应为 8、6、5、4、3 或 2，且字数对应 {} 的整数倍个输入特征。</translation>
    </message>
    <message>
        <source>Group {} is wider than the one before; loaders want them from wide to narrow.</source>
        <translation>组 {} 比前一组更宽；加载程序要求由宽到窄。</translation>
    </message>
    <message>
        <source>Input feature {} is said to stand at place {}; every place from 0 to {} has one.</source>
        <translation>输入特征 {} 被标为位于 {}；0 至 {} 的每个位置各有一个。</translation>
    </message>
    <message>
        <source>It has {} columns, no multiple of {}.</source>
        <translation>它有 {} 列，不是 {} 的倍数。</translation>
    </message>
    <message>
        <source>It holds two numbers for every group.</source>
        <translation>它为每组保存两个数。</translation>
    </message>
    <message>
        <source>It says {} × {}.</source>
        <translation>其中写的是 {} × {}。</translation>
    </message>
    <message>
        <source>Its vectors reach over {} rows; only those of one row are read.</source>
        <translation>其向量跨越 {} 行；只能读取单行的向量。</translation>
    </message>
    <message>
        <source>One codebook: one bit a weight, for experiments</source>
        <translation>一个码本：每权重 1 位，用于试验</translation>
    </message>
    <message>
        <source>Six bits: as good as the original for most uses</source>
        <translation>6 位：对大多数用途与原模型一样好</translation>
    </message>
    <message>
        <source>The files of AWQ: four bits with a scale and a zero point for every group, which many programs on graphics cards load. Scales and zero points are searched for the least error, weighed by an importance matrix where there is one; the weights are not rescaled by activations, as AWQ&apos;s own tools do.</source>
        <translation>AWQ 文件：4 位，每组一个缩放系数和一个零点，许多显卡程序都能加载。缩放系数和零点按最小误差搜索，有重要性矩阵时以其加权；不像 AWQ 自己的工具那样用激活重新缩放权重。</translation>
    </message>
    <message>
        <source>The form in which vLLM takes most kinds of numbers: whole ones of four and eight bits, FP8, NVFP4 and MXFP4, also several of them in one folder. Scales are searched for the least error, weighed by an importance matrix where there is one.</source>
        <translation>vLLM 支持数值种类最多的形式：4 位和 8 位整数、FP8、NVFP4 和 MXFP4，也可在同一文件夹中并存多种。缩放系数按最小误差搜索，有重要性矩阵时以其加权。</translation>
    </message>
    <message>
        <source>The scales of an MLX matrix do not fit it</source>
        <translation>MLX 矩阵的缩放系数与之不符</translation>
    </message>
    <message>
        <source>The scales of an MLX matrix have a strange type</source>
        <translation>MLX 矩阵的缩放系数类型异常</translation>
    </message>
    <message>
        <source>The tensor {} of a compressed-tensors layer is wrong</source>
        <translation>compressed-tensors 层的张量 {} 有误</translation>
    </message>
    <message>
        <source>The tensor {} of an AQLM layer is wrong</source>
        <translation>AQLM 层的张量 {} 有误</translation>
    </message>
    <message>
        <source>The tensor {} of an AWQ layer is wrong</source>
        <translation>AWQ 层的张量 {} 有误</translation>
    </message>
    <message>
        <source>The tensor {} of an EXL2 layer is wrong</source>
        <translation>EXL2 层的张量 {} 有误</translation>
    </message>
    <message>
        <source>The tensors of an AQLM layer make no sense</source>
        <translation>AQLM 层的张量不合理</translation>
    </message>
    <message>
        <source>The tensors of an EXL2 layer make no sense</source>
        <translation>EXL2 层的张量不合理</translation>
    </message>
    <message>
        <source>There are [{}] for [{}] weights, expected one, one a row, or one for every block of {} × {} (weight_block_size of config.json).</source>
        <translation>有 [{}]，对应 [{}] 个权重；应为一个、每行一个，或每个 {} × {} 块一个（config.json 的 weight_block_size）。</translation>
    </message>
    <message>
        <source>There are [{}] for [{}] words, config.json says {} bits and groups of {}.</source>
        <translation>有 [{}]，对应 [{}] 个字；config.json 写明 {} 位，组大小 {}。</translation>
    </message>
    <message>
        <source>They stand in row {} (counted from 0). Keep this weight in 16 bits.</source>
        <translation>它们位于第 {} 行（从 0 计）。请将此权重保留为 16 位。</translation>
    </message>
    <message>
        <source>Three and a half bits</source>
        <translation>3.5 位</translation>
    </message>
    <message>
        <source>Three bits</source>
        <translation>3 位</translation>
    </message>
    <message>
        <source>Three codebooks: three bits a weight, for CPUs</source>
        <translation>三个码本：每权重 3 位，用于 CPU</translation>
    </message>
    <message>
        <source>Two and a half bits: the smallest that is still of use</source>
        <translation>2.5 位：仍可用的最小值</translation>
    </message>
    <message>
        <source>Two codebooks of 256 vectors: two bits a weight, with fast programs for CPUs and GPUs</source>
        <translation>两个 256 向量的码本：每权重 2 位，CPU 和 GPU 均有快速程序</translation>
    </message>
    <message>
        <source>W4A16 and W8A16: weights of a row that share a scale; −1: all of a row; auto: as the preset says.</source>
        <translation>W4A16 和 W8A16：一行中共用一个缩放系数的权重数；−1：整行；auto：按预设。</translation>
    </message>
    <message>
        <source>W4A16: the zero point is the middle code. Without it every group has a zero point of its own, which lowers the error for an eighth of a bit or less.</source>
        <translation>W4A16：零点为中间编码。否则每组有自己的零点，多用至多八分之一位以降低误差。</translation>
    </message>
    <message>
        <source>Weights are too large for a scale in {}</source>
        <translation>权重过大，{} 的缩放系数无法表示</translation>
    </message>
    <message>
        <source>What all tensors of the layers&apos; matrices may have on average; the output matrix is not counted. 0: as the preset says. Codes of two bits and their scales need a little more than 2; below that every matrix gets the smallest setting.</source>
        <translation>各层矩阵的全部张量平均可用的位数；不计输出矩阵。0：按预设。两位编码及其缩放系数略多于 2；低于该值时每个矩阵都用最小的设置。</translation>
    </message>
    <message>
        <source>Whole numbers of eight bits; activations too, with a scale a token: for many users on cards without FP8. Outliers of activations are not smoothed</source>
        <translation>8 位整数；激活也是如此，每个词元一个缩放系数：适合在没有 FP8 的显卡上服务大量用户。激活的离群值不作平滑</translation>
    </message>
    <message>
        <source>config.json has a quantization_config of &quot;{}&quot;, but the weights are plain numbers: it was left aside</source>
        <translation>config.json 含有“{}”的 quantization_config，但权重是普通数值：已忽略它</translation>
    </message>
    <message>
        <source>it has more than {} input features, which loaders of EXL2 cannot count</source>
        <translation>它的输入特征多于 {} 个，EXL2 加载程序无法计数</translation>
    </message>
    <message>
        <source>its {} input features are no multiple of {}</source>
        <translation>其 {} 个输入特征不是 {} 的倍数</translation>
    </message>
    <message>
        <source>its {} input features are no multiple of {}, as many as a word holds</source>
        <translation>其 {} 个输入特征不是 {}（一个字的容量）的倍数</translation>
    </message>
    <message>
        <source>its {} input features do not make the groups of {}</source>
        <translation>其 {} 个输入特征不能构成 {} 的组</translation>
    </message>
    <message>
        <source>its {} output features are no multiple of {}</source>
        <translation>其 {} 个输出特征不是 {} 的倍数</translation>
    </message>
    <message>
        <source>its {} output features are no multiple of {}, as many as share a word</source>
        <translation>其 {} 个输出特征不是 {}（共用一个字的数量）的倍数</translation>
    </message>
    <message>
        <source>loaders of AQLM files take the output matrix in 16 bits</source>
        <translation>AQLM 文件的加载程序要求输出矩阵为 16 位</translation>
    </message>
    <message>
        <source>loaders of AWQ files take the output matrix in 16 bits</source>
        <translation>AWQ 文件的加载程序要求输出矩阵为 16 位</translation>
    </message>
    <message>
        <source>loaders of compressed-tensors take the output matrix in 16 bits</source>
        <translation>compressed-tensors 的加载程序要求输出矩阵为 16 位</translation>
    </message>
    <message>
        <source>model.safetensors was opened and the files of {} were left aside, as other programs do it: if they are the model, open {}</source>
        <translation>已打开 model.safetensors，{} 的文件与其他程序的做法一样被忽略：如果它们才是模型，请打开 {}</translation>
    </message>
    <message>
        <source>the file holds no tokenizer: programs can load what is made of it, but run no text</source>
        <translation>文件不含分词器：程序可以加载由它生成的内容，但无法处理文本</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, transposed</source>
        <translation>模型将其存为 Conv1D（转置）</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which loaders of AQLM files do not replace</source>
        <translation>模型将其存为 Conv1D，AQLM 文件的加载程序不会替换它</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which loaders of AWQ files do not replace</source>
        <translation>模型将其存为 Conv1D，AWQ 文件的加载程序不会替换它</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which loaders of compressed-tensors do not replace</source>
        <translation>模型将其存为 Conv1D，compressed-tensors 的加载程序不会替换它</translation>
    </message>
    <message>
        <source>the weights are quantized by MLX (bits {}, group_size {}), which is not read in this mode: take the original model, or turn it back with mlx_lm.convert --dequantize</source>
        <translation>权重由 MLX 量化（bits {}，group_size {}），此模式无法读取：请使用原始模型，或用 mlx_lm.convert --dequantize 还原</translation>
    </message>
    <message>
        <source>there is no tokenizer beside the weights (tokenizer.json, tokenizer.model): a GGUF file made of them can be loaded, but runs no text</source>
        <translation>权重旁没有分词器（tokenizer.json、tokenizer.model）：由其生成的 GGUF 文件可以加载，但无法处理文本</translation>
    </message>
    <message>
        <source>this is Ollama&apos;s own form of MXFP4 (element type number {}), which no other program reads. Convert the model&apos;s original folder, or take a GGUF file made by llama.cpp</source>
        <translation>这是 Ollama 自有形式的 MXFP4（元素类型编号 {}），其他程序都无法读取。请转换模型的原始文件夹，或使用 llama.cpp 生成的 GGUF 文件</translation>
    </message>
    <message>
        <source>this is a model in Mistral&apos;s own layout (params.json): take the folder that has a config.json</source>
        <translation>这是 Mistral 自有布局的模型（params.json）：请使用含有 config.json 的文件夹</translation>
    </message>
    <message>
        <source>this is the image or audio part of a model (mmproj, projector &quot;{}&quot;): programs load it beside the model&apos;s own file, which is the one to convert</source>
        <translation>这是模型的图像或音频部分（mmproj，投影器“{}”）：程序将它与模型主文件一同加载，应转换的是主文件</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>{} and {} belong to one block, which ExLlamaV2 wants quantized as a whole or not at all</source>
        <translation>{} 和 {} 属于同一个块，ExLlamaV2 要求整块量化或完全不量化</translation>
    </message>
    <message>
        <source>{} and {} stand in one plan; config.json says one for all layers</source>
        <translation>{} 和 {} 在同一方案中；config.json 只能为所有层写一个</translation>
    </message>
    <message>
        <source>{} has {} output features, no multiple of {}: blocks of {} would reach into a matrix that it is joined with</source>
        <translation>{} 有 {} 个输出特征，不是 {} 的倍数：{} 的块会伸入与之合并的矩阵</translation>
    </message>
    <message>
        <source>{} layers that predict further tokens (MTP) are left out of what is made of this model</source>
        <translation>由此模型生成的内容中省略了 {} 个预测后续词元的层（MTP）</translation>
    </message>
    <message>
        <source>{} words for {} input features are no width of codes.</source>
        <translation>{} 个字对应 {} 个输入特征，不是任何编码宽度。</translation>
    </message>
    <message>
        <source>{}, and some of its weights are packed into whole numbers in a way that is not known</source>
        <translation>{}，并且其部分权重以未知方式打包为整数</translation>
    </message>
    <message>
        <source>{}, and {}</source>
        <translation>{}，{}</translation>
    </message>
    <message>
        <source>{}, so no GGUF file can be made of it. What its weights are for was guessed from their names, which is enough for folders of other formats (bitsandbytes, HQQ, FBGEMM, GPTQ)</source>
        <translation>{}，因此无法由其生成 GGUF 文件。其权重的用途由名称猜测，这对其他格式的文件夹（bitsandbytes、HQQ、FBGEMM、GPTQ）已足够</translation>
    </message>
    <message>
        <source>A stack in MXFP4 is too large</source>
        <translation>MXFP4 堆叠过大</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>CPU only</source>
        <translation>仅 CPU</translation>
    </message>
    <message>
        <source>CPU only, {} of main memory free</source>
        <translation>仅 CPU，可用内存 {}</translation>
    </message>
    <message>
        <source>Codes and scales of a stack in MXFP4 do not fit together</source>
        <translation>MXFP4 堆叠的编码与缩放不匹配</translation>
    </message>
    <message>
        <source>Codes without error feedback are an option of conversions that are calibrated. Give a text or the statistics of one.</source>
        <translation>不带误差反馈的编码是校准转换的选项。请提供文本或其统计数据。</translation>
    </message>
    <message>
        <source>Error feedback</source>
        <translation>误差反馈</translation>
    </message>
    <message>
        <source>Every SpQR layer has one.</source>
        <translation>每个 SpQR 层都有一个。</translation>
    </message>
    <message>
        <source>Four weights in a hundred almost exactly: the smallest error, five bits a weight</source>
        <translation>每百个权重中四个近乎精确：误差最小，每权重五位</translation>
    </message>
    <message>
        <source>How much of the difficulty moves from activations into weights. auto: searched for each place where it can be moved, on the text that is run; a number: behind norms only, as SmoothQuant&apos;s own tools do it.</source>
        <translation>把多少难度从激活移到权重。auto：在所运行的文本上，对每个可移动之处搜索；数字：仅在归一化之后，与 SmoothQuant 自己的工具相同。</translation>
    </message>
    <message>
        <source>Input features are scaled by what activations are. Give a text or the statistics of one.</source>
        <translation>输入特征按激活缩放。请提供文本或其统计数据。</translation>
    </message>
    <message>
        <source>It is too short or too long.</source>
        <translation>它过短或过长。</translation>
    </message>
    <message>
        <source>Its {} words make no matrix with {} offsets of outliers and an order of {} input features.</source>
        <translation>它的 {} 个字无法与 {} 个离群值偏移及 {} 个输入特征的顺序组成矩阵。</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>Look at weights, too</source>
        <translation>也考虑权重</translation>
    </message>
    <message>
        <source>No weights beside the codes: four bits a weight, scales included</source>
        <translation>编码之外不存权重：含缩放每权重四位</translation>
    </message>
    <message>
        <source>Number {} is {}; expected are numbers from 0 to {} in ascending order.</source>
        <translation>第 {} 个数是 {}；应为从 0 到 {} 的升序数。</translation>
    </message>
    <message>
        <source>One weight in two hundred almost exactly</source>
        <translation>每两百个权重中一个近乎精确</translation>
    </message>
    <message>
        <source>Outlier {} is said to stand at place {} of {} input features.</source>
        <translation>离群值 {} 称位于 {} 处，而输入特征只有 {} 个。</translation>
    </message>
    <message>
        <source>Place {} has input feature {}; every one from 0 to {} has one place.</source>
        <translation>位置 {} 为输入特征 {}；从 0 到 {} 的每个特征各占一个位置。</translation>
    </message>
    <message>
        <source>Scale input features</source>
        <translation>缩放输入特征</translation>
    </message>
    <message>
        <source>Strength of smoothing</source>
        <translation>平滑强度</translation>
    </message>
    <message>
        <source>The search for these scales also counts how large the weights of a feature are.</source>
        <translation>搜索这些缩放时也计入特征的权重大小。</translation>
    </message>
    <message>
        <source>The tensor _blocks is not possible</source>
        <translation>张量 _blocks 不可能如此</translation>
    </message>
    <message>
        <source>The tensor {} of a SpQR layer is wrong</source>
        <translation>SpQR 层的张量 {} 有误</translation>
    </message>
    <message>
        <source>The tensors of a SpQR layer make no sense</source>
        <translation>SpQR 层的张量互相矛盾</translation>
    </message>
    <message>
        <source>There are [{}] codes and [{}] scales.</source>
        <translation>有 [{}] 个编码和 [{}] 个缩放。</translation>
    </message>
    <message>
        <source>This conversion needs a text that is run through the model</source>
        <translation>此转换需要一段通过模型运行的文本</translation>
    </message>
    <message>
        <source>This form of SpQR is not read</source>
        <translation>不读取这种形式的 SpQR</translation>
    </message>
    <message>
        <source>Three bits a weight with scales that are quantized themselves, and the few weights that this would hurt most stored exactly. Near the original at a little over four bits, on NVIDIA cards only.</source>
        <translation>每权重三位，缩放本身也被量化，受损最大的少数权重精确存储。略高于四位即接近原模型，仅限 NVIDIA 显卡。</translation>
    </message>
    <message>
        <source>Three bits, and one weight in a hundred almost exactly, as the authors take it</source>
        <translation>三位，每百个权重中一个近乎精确，与作者所取相同</translation>
    </message>
    <message>
        <source>Two weights in a hundred almost exactly</source>
        <translation>每百个权重中两个近乎精确</translation>
    </message>
    <message>
        <source>Weights and activations of eight bits for cards that multiply whole numbers. A text is run through the model, and what makes activations hard to round is moved into the weights first.</source>
        <translation>权重与激活均为八位，用于做整数乘法的显卡。一段文本通过模型运行，先把使激活难以取整的部分移到权重。</translation>
    </message>
    <message>
        <source>Weights of eight bits with a scale a row, activations with a scale a token, outliers of activations smoothed</source>
        <translation>八位权重每行一个缩放，激活每词元一个缩放，激活的离群值经平滑</translation>
    </message>
    <message>
        <source>Where a text is run through the model: codes make up for the errors of those before them. Without it each weight gets its nearest code, as AWQ&apos;s own tools do it.</source>
        <translation>有文本通过模型运行时：编码弥补前面编码的误差。否则每个权重取最近的编码，与 AWQ 自己的工具相同。</translation>
    </message>
    <message>
        <source>Where a text is run through the model: input features are scaled by what activations are, as AWQ does it, before codes are chosen.</source>
        <translation>有文本通过模型运行时：选择编码之前，按激活缩放输入特征，与 AWQ 相同。</translation>
    </message>
    <message>
        <source>about {:.0Lf} tokens/s</source>
        <translation>约 {:.0Lf} 词元/秒</translation>
    </message>
    <message>
        <source>about {:.1Lf} tokens/s</source>
        <translation>约 {:.1Lf} 词元/秒</translation>
    </message>
    <message>
        <source>all in main memory</source>
        <translation>全部在内存中</translation>
    </message>
    <message>
        <source>all {} tensors as planned = {} bytes</source>
        <translation>全部 {} 个张量按计划 = {} 字节</translation>
    </message>
    <message>
        <source>at an unknown speed</source>
        <translation>速度未知</translation>
    </message>
    <message>
        <source>config.json says {} {}; only {} is known.</source>
        <translation>config.json 说 {} {}；只认识 {}。</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>放不下</translation>
    </message>
    <message>
        <source>experts of {} of {} layers in main memory</source>
        <translation>{} / {} 层的专家在内存中</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>放得下</translation>
    </message>
    <message>
        <source>fits tightly</source>
        <translation>勉强放得下</translation>
    </message>
    <message>
        <source>heads of keys have {} elements, heads of values {}: a {} model has as many</source>
        <translation>键头有 {} 个元素，值头有 {} 个：{} 模型两者应相同</translation>
    </message>
    <message>
        <source>it has a bias, which loaders of SpQR files would leave out</source>
        <translation>它有偏置，SpQR 加载器会丢弃</translation>
    </message>
    <message>
        <source>it has more than {} input features, which loaders of SpQR have no room for</source>
        <translation>它的输入特征超过 {} 个，SpQR 加载器没有空间</translation>
    </message>
    <message>
        <source>llama.cpp does not load this format</source>
        <translation>llama.cpp 不加载此格式</translation>
    </message>
    <message>
        <source>loaders of SpQR files take the output matrix in 16 bits</source>
        <translation>SpQR 加载器以 16 位读取输出矩阵</translation>
    </message>
    <message>
        <source>no loss</source>
        <translation>无损失</translation>
    </message>
    <message>
        <source>no preset can be used for this model</source>
        <translation>没有可用于此模型的预设</translation>
    </message>
    <message>
        <source>none: no driver stands between the program and main memory</source>
        <translation>无：程序与内存之间没有驱动</translation>
    </message>
    <message>
        <source>nothing fits on the card as a whole, and how much main memory there is is not known</source>
        <translation>没有能整个放进显卡的，而内存大小未知</translation>
    </message>
    <message>
        <source>nothing fits: even {} has {} in its file</source>
        <translation>都放不下：即使 {} 的文件也有 {}</translation>
    </message>
    <message>
        <source>nothing reaches {:Lg} tokens/s</source>
        <translation>没有能达到 {:Lg} 词元/秒的</translation>
    </message>
    <message>
        <source>only {} is smoothed</source>
        <translation>只平滑 {}</translation>
    </message>
    <message>
        <source>predicted loss {:.2Lg}</source>
        <translation>预测损失 {:.2Lg}</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which loaders of SpQR files do not replace</source>
        <translation>模型以 Conv1D 存储它，SpQR 加载器不会替换</translation>
    </message>
    <message>
        <source>the system does not say how much main memory it has</source>
        <translation>系统没有说明内存大小</translation>
    </message>
    <message>
        <source>there is a card of NVIDIA, and NVIDIA&apos;s driver is missing or does not answer</source>
        <translation>有 NVIDIA 显卡，但 NVIDIA 驱动缺失或没有应答</translation>
    </message>
    <message>
        <source>unknown: the bandwidth of main memory is not known</source>
        <translation>未知：内存带宽未知</translation>
    </message>
    <message>
        <source>unknown: the bandwidth of {} is not known</source>
        <translation>未知：{} 的带宽未知</translation>
    </message>
    <message>
        <source>what it needs is unknown: {}</source>
        <translation>所需未知：{}</translation>
    </message>
    <message>
        <source>whole on the card</source>
        <translation>整个在显卡上</translation>
    </message>
    <message>
        <source>whole, on {} cards</source>
        <translation>整个，分布在 {} 块显卡上</translation>
    </message>
    <message>
        <source>{:Lg} to {:Lg} × {:.2Lf} GB ÷ {:.1Lf} GB/s of main memory{} = {:.1Lf} to {:.1Lf} ms a token</source>
        <translation>{:Lg} 至 {:Lg} × {:.2Lf} GB ÷ 内存 {:.1Lf} GB/s{} = 每词元 {:.1Lf} 至 {:.1Lf} 毫秒</translation>
    </message>
    <message>
        <source>{} could not be asked</source>
        <translation>无法查询 {}</translation>
    </message>
    <message>
        <source>{} could not be started (code {})</source>
        <translation>无法启动 {}（代码 {}）</translation>
    </message>
    <message>
        <source>{} crashed when it was asked</source>
        <translation>{} 在查询时崩溃</translation>
    </message>
    <message>
        <source>{} did not answer within {:Lg} s</source>
        <translation>{} 在 {:Lg} 秒内没有应答</translation>
    </message>
    <message>
        <source>{} heads of values do not divide into {} heads of keys</source>
        <translation>{} 个值头无法分配到 {} 个键头</translation>
    </message>
    <message>
        <source>{} holds no blocks of {}</source>
        <translation>{} 中没有 {} 的块</translation>
    </message>
    <message>
        <source>{} of {} layers on the card</source>
        <translation>{} / {} 层在显卡上</translation>
    </message>
    <message>
        <source>{} of {} layers on the card, without experts</source>
        <translation>{} / {} 层在显卡上，不含专家</translation>
    </message>
    <message>
        <source>{} would be scaled, which its type does not allow.</source>
        <translation>{} 将被缩放，而其类型不允许。</translation>
    </message>
    <message>
        <source>{}, {} free</source>
        <translation>{}，可用 {}</translation>
    </message>
    <message>
        <source>{}: the driver does not say how much memory it has</source>
        <translation>{}：驱动没有说明显存大小</translation>
    </message>
    <message>
        <source>{}: {} with {} tokens of context (KV cache {}), {}, {}, {}</source>
        <translation>{}：{}，上下文 {} 词元（KV 缓存 {}），{}，{}，{}</translation>
    </message>
    <message>
        <source>Effort</source>
        <translation>精细度</translation>
    </message>
    <message>
        <source>How long codebooks and codes are looked for. Of the time of normal, fast takes about half and high two and a half times; its result is only a little better.</source>
        <translation>决定搜索码本和编码值的时间。快速约为普通的一半，高约为两倍半，其结果只略好一点。</translation>
    </message>
    <message>
        <source>One codebook of 65 536 vectors, a megabyte a matrix: two bits a weight for large models on GPUs</source>
        <translation>一个含 65 536 个向量的码本，每个矩阵一兆字节：供 GPU 上的大模型使用，每权重两位</translation>
    </message>
    <message>
        <source>Adapters of convolutions cannot be merged here. Merge it with PEFT.</source>
        <translation>此处无法合并卷积层的适配器。请用 PEFT 合并。</translation>
    </message>
    <message>
        <source>An adapter GGUF cannot hold DoRA</source>
        <translation>适配器 GGUF 无法包含 DoRA</translation>
    </message>
    <message>
        <source>An adapter GGUF cannot hold the bias of {}</source>
        <translation>适配器 GGUF 无法包含 {} 的偏置</translation>
    </message>
    <message>
        <source>An adapter GGUF cannot hold {}, which was trained as a whole</source>
        <translation>适配器 GGUF 无法包含整体训练的 {}</translation>
    </message>
    <message>
        <source>An adapter GGUF cannot say that alpha is 0</source>
        <translation>适配器 GGUF 无法表示 alpha 为 0</translation>
    </message>
    <message>
        <source>An adapter cannot be merged into a GGUF file</source>
        <translation>适配器不能合并到 GGUF 文件中</translation>
    </message>
    <message>
        <source>An adapter is merged into F32, F16 or BF16 weights.</source>
        <translation>适配器只能合并到 F32、F16 或 BF16 的权重中。</translation>
    </message>
    <message>
        <source>An adapter is merged into the original weights. Take the base in BF16 or F16, and quantize the result.</source>
        <translation>适配器要合并到原始权重中。请使用 BF16 或 F16 的基础模型，然后量化结果。</translation>
    </message>
    <message>
        <source>Expected a config.json beside the weights.</source>
        <translation>权重旁应有 config.json。</translation>
    </message>
    <message>
        <source>Expected a folder with {} and the adapter&apos;s weights.</source>
        <translation>应为含有 {} 和适配器权重的文件夹。</translation>
    </message>
    <message>
        <source>Expected an adapter in F32, F16 or BF16.</source>
        <translation>适配器应为 F32、F16 或 BF16。</translation>
    </message>
    <message>
        <source>Expected an object of patterns and numbers.</source>
        <translation>应为由模式和数字组成的对象。</translation>
    </message>
    <message>
        <source>Expected either those of an embedding or those of a linear layer.</source>
        <translation>应为嵌入的矩阵，或线性层的矩阵，二者之一。</translation>
    </message>
    <message>
        <source>Expected names like …q_proj.lora_A.weight.</source>
        <translation>名称应类似 …q_proj.lora_A.weight。</translation>
    </message>
    <message>
        <source>Expected names that end in .lora_A.weight, .lora_B.weight or the like. Merge it with PEFT.</source>
        <translation>名称应以 .lora_A.weight、.lora_B.weight 等结尾。请用 PEFT 合并。</translation>
    </message>
    <message>
        <source>Expected one adapter in the file; save each one into a folder of its own.</source>
        <translation>文件中应只有一个适配器；请将每个适配器存入各自的文件夹。</translation>
    </message>
    <message>
        <source>Expected {} or {} beside {}.</source>
        <translation>{2} 旁应有 {0} 或 {1}。</translation>
    </message>
    <message>
        <source>FP4, a scale for {} features</source>
        <translation>FP4，每 {} 个特征一个缩放系数</translation>
    </message>
    <message>
        <source>Give the Hugging Face folder of the base, and convert the result.</source>
        <translation>请给出基础模型的 Hugging Face 文件夹，然后转换结果。</translation>
    </message>
    <message>
        <source>It belongs to another base.</source>
        <translation>它属于另一个基础模型。</translation>
    </message>
    <message>
        <source>It has other tensors of this module. Save or download the adapter anew.</source>
        <translation>它含有此模块的其他张量。请重新保存或下载该适配器。</translation>
    </message>
    <message>
        <source>It is damaged, or its training failed. Nothing was kept.</source>
        <translation>它已损坏，或训练失败。没有保留任何内容。</translation>
    </message>
    <message>
        <source>It is {}; expected a number.</source>
        <translation>其值为 {}；应为数字。</translation>
    </message>
    <message>
        <source>It is {}; expected a whole number from 1 to {}.</source>
        <translation>其值为 {}；应为 1 到 {} 的整数。</translation>
    </message>
    <message>
        <source>It is {}; expected true or false.</source>
        <translation>其值为 {}；应为 true 或 false。</translation>
    </message>
    <message>
        <source>Its output matrix is its token embedding; store the base with a matrix of its own (tie_word_embeddings false).</source>
        <translation>其输出矩阵就是词嵌入；请将基础模型保存为带独立输出矩阵的形式（tie_word_embeddings false）。</translation>
    </message>
    <message>
        <source>Its training took a part away from the base first. Save it again with PEFT&apos;s path_initial_model_for_weight_conversion, which makes it an adapter of the base itself.</source>
        <translation>其训练先从基础模型中取走了一部分。请用 PEFT 的 path_initial_model_for_weight_conversion 重新保存，使其成为基础模型本身的适配器。</translation>
    </message>
    <message>
        <source>Merge the adapter into its base with merge-lora, and convert the result.</source>
        <translation>请用 merge-lora 将适配器合并到其基础模型中，然后转换结果。</translation>
    </message>
    <message>
        <source>Merging</source>
        <translation>正在合并</translation>
    </message>
    <message>
        <source>Only LoRA adapters can be merged here, in the forms LoRA, rsLoRA and DoRA. Merge it with PEFT.</source>
        <translation>此处只能合并 LoRA 适配器，形式为 LoRA、rsLoRA 和 DoRA。请用 PEFT 合并。</translation>
    </message>
    <message>
        <source>The GGUF form of the base has no {}</source>
        <translation>基础模型的 GGUF 形式中没有 {}</translation>
    </message>
    <message>
        <source>The adapter has a magnitude for {}</source>
        <translation>适配器含有 {} 的幅度</translation>
    </message>
    <message>
        <source>The adapter has matrices of two kinds for {}</source>
        <translation>适配器对 {} 含有两种矩阵</translation>
    </message>
    <message>
        <source>The adapter holds no tensors</source>
        <translation>适配器中没有张量</translation>
    </message>
    <message>
        <source>The adapter holds {} a second time</source>
        <translation>适配器中再次出现 {}</translation>
    </message>
    <message>
        <source>The adapter is of another base, or the base is needed in BF16 or F32. Nothing was kept.</source>
        <translation>适配器属于另一个基础模型，或需要 BF16 或 F32 的基础模型。没有保留任何内容。</translation>
    </message>
    <message>
        <source>The adapter lacks {}{}</source>
        <translation>适配器缺少 {}{}</translation>
    </message>
    <message>
        <source>The adapter says that it belongs to {}.</source>
        <translation>适配器声明它属于 {}。</translation>
    </message>
    <message>
        <source>The adapter&apos;s part for {} has rank {}</source>
        <translation>适配器中 {} 部分的秩为 {}</translation>
    </message>
    <message>
        <source>The adapter&apos;s part for {} is for {} values, the base has {}</source>
        <translation>适配器中 {} 部分对应 {} 个值，而基础模型有 {} 个</translation>
    </message>
    <message>
        <source>The adapter&apos;s part for {} is no pair of matrices</source>
        <translation>适配器中 {} 部分不是一对矩阵</translation>
    </message>
    <message>
        <source>The adapter&apos;s tensor {} is of an unknown form</source>
        <translation>适配器的张量 {} 形式未知</translation>
    </message>
    <message>
        <source>The adapter&apos;s {} cannot be used</source>
        <translation>适配器的 {} 无法使用</translation>
    </message>
    <message>
        <source>The base has no form in GGUF: {}</source>
        <translation>基础模型没有对应的 GGUF 形式：{}</translation>
    </message>
    <message>
        <source>The base has no {}, which the adapter changes</source>
        <translation>基础模型中没有适配器要修改的 {}</translation>
    </message>
    <message>
        <source>The base is quantized ({})</source>
        <translation>基础模型已量化（{}）</translation>
    </message>
    <message>
        <source>The merged values of {} do not fit into {}</source>
        <translation>{} 合并后的值超出 {} 的范围</translation>
    </message>
    <message>
        <source>The names in an adapter GGUF are those of the base&apos;s GGUF. Merge the adapter with merge-lora.</source>
        <translation>适配器 GGUF 中的名称是基础模型 GGUF 的名称。请用 merge-lora 合并该适配器。</translation>
    </message>
    <message>
        <source>This adapter belongs to changed weights (init_lora_weights is {})</source>
        <translation>此适配器对应的是改动过的权重（init_lora_weights 为 {}）</translation>
    </message>
    <message>
        <source>This adapter is of the kind {}, not LoRA</source>
        <translation>此适配器的类型为 {}，不是 LoRA</translation>
    </message>
    <message>
        <source>This folder holds no adapter&apos;s weights</source>
        <translation>此文件夹中没有适配器权重</translation>
    </message>
    <message>
        <source>This form of LoRA cannot be merged here ({})</source>
        <translation>此处无法合并这种形式的 LoRA（{}）</translation>
    </message>
    <message>
        <source>This is no Hugging Face folder of a base model</source>
        <translation>这不是基础模型的 Hugging Face 文件夹</translation>
    </message>
    <message>
        <source>This is no LoRA adapter of PEFT</source>
        <translation>这不是 PEFT 的 LoRA 适配器</translation>
    </message>
    <message>
        <source>Two parts of the adapter are for {}</source>
        <translation>适配器有两部分对应 {}</translation>
    </message>
    <message>
        <source>What it adds to the base is no sum of plain LoRA, rsLoRA or DoRA. Merge it with PEFT.</source>
        <translation>它对基础模型的改动不是普通 LoRA、rsLoRA 或 DoRA 之和。请用 PEFT 合并。</translation>
    </message>
    <message>
        <source>What the adapter does to {} has no form in an adapter GGUF</source>
        <translation>适配器对 {} 的改动在适配器 GGUF 中没有对应形式</translation>
    </message>
    <message>
        <source>in a way that is not known here, so they were left as they are</source>
        <translation>其方式在此未知，因此保持原样</translation>
    </message>
    <message>
        <source>this is an adapter (LoRA) for {}: llama.cpp loads it beside that model</source>
        <translation>这是 {} 的适配器（LoRA）：llama.cpp 会与该模型一起加载它</translation>
    </message>
    <message>
        <source>this is an adapter (LoRA) for {}: merge it into that model first (quantlathe-cli merge-lora)</source>
        <translation>这是 {} 的适配器（LoRA）：请先将其合并到该模型中（quantlathe-cli merge-lora）</translation>
    </message>
    <message>
        <source>this is an adapter (LoRA), which holds no model of its own: llama.cpp loads it beside its base</source>
        <translation>这是适配器（LoRA），本身不含模型：llama.cpp 会与其基础模型一起加载它</translation>
    </message>
    <message>
        <source>this is an adapter (LoRA), which holds no model of its own: merge it into its base first (quantlathe-cli merge-lora)</source>
        <translation>这是适配器（LoRA），本身不含模型：请先将其合并到基础模型中（quantlathe-cli merge-lora）</translation>
    </message>
    <message>
        <source>{} holds values that are no numbers</source>
        <translation>{} 含有非数值</translation>
    </message>
    <message>
        <source>{} is stored as {}</source>
        <translation>{} 以 {} 存储</translation>
    </message>
    <message>
        <source>{} says that it does not use DoRA (use_dora). One of the two is of another adapter.</source>
        <translation>{} 声明不使用 DoRA（use_dora）。二者之一属于另一个适配器。</translation>
    </message>
    <message>
        <source>{} says {}. One of the two is of another adapter.</source>
        <translation>{} 声明为 {}。二者之一属于另一个适配器。</translation>
    </message>
    <message>
        <source>{}, a scale a token</source>
        <translation>{}，每个词元一个缩放系数</translation>
    </message>
    <message>
        <source>{}, a scale for {} features</source>
        <translation>{}，每 {} 个特征一个缩放系数</translation>
    </message>
    <message>
        <source>{}, a stored scale</source>
        <translation>{}，存储的缩放系数</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>显卡数</translation>
    </message>
    <message>
        <source>Engines take all linear layers of the model in eight bits, but for the output matrix.</source>
        <translation>引擎要求模型的所有线性层均为八位，输出矩阵除外。</translation>
    </message>
    <message>
        <source>For {} cards it is {}, and so are all linear layers of the model.</source>
        <translation>对于 {} 张显卡，它是 {}，模型的所有线性层也是如此。</translation>
    </message>
    <message>
        <source>Only TensorRT-LLM&apos;s has a file for each card: {}=tensorrt-llm.</source>
        <translation>只有 TensorRT-LLM 的布局为每张显卡各有一个文件：{}=tensorrt-llm。</translation>
    </message>
    <message>
        <source>TensorRT-LLM takes the output matrix as it is</source>
        <translation>TensorRT-LLM 按原样使用输出矩阵</translation>
    </message>
    <message>
        <source>The form on disk: that of compressed-tensors, or the checkpoint that TensorRT-LLM builds engines of (Llama and Mistral; TensorRT-LLM is about to give it up).</source>
        <translation>磁盘上的形式：compressed-tensors 的形式，或 TensorRT-LLM 用来构建引擎的检查点（Llama 和 Mistral；TensorRT-LLM 即将放弃它）。</translation>
    </message>
    <message>
        <source>This model cannot become a checkpoint of TensorRT-LLM</source>
        <translation>此模型无法成为 TensorRT-LLM 的检查点</translation>
    </message>
    <message>
        <source>To so many cards TensorRT-LLM shares out each matrix; its layout has a file for each of them.</source>
        <translation>TensorRT-LLM 将每个矩阵分配到这么多张显卡上；其布局为每张显卡各有一个文件。</translation>
    </message>
    <message>
        <source>all of its weights must have one type, F16, BF16 or F32; {} is {}</source>
        <translation>其所有权重必须是同一类型：F16、BF16 或 F32；{} 是 {}</translation>
    </message>
    <message>
        <source>heads of keys and values</source>
        <translation>个键值头</translation>
    </message>
    <message>
        <source>heads of queries</source>
        <translation>个查询头</translation>
    </message>
    <message>
        <source>how it names rotary embeddings with scaling ({}) is not known</source>
        <translation>它如何命名带缩放的旋转位置编码（{}）尚不清楚</translation>
    </message>
    <message>
        <source>inner features</source>
        <translation>个内部特征</translation>
    </message>
    <message>
        <source>it has no word for a sliding window</source>
        <translation>它没有表示滑动窗口的字段</translation>
    </message>
    <message>
        <source>its layers differ in size</source>
        <translation>其各层大小不同</translation>
    </message>
    <message>
        <source>its layout is known for Llama and Mistral models only, this is {}</source>
        <translation>其布局仅对 Llama 和 Mistral 模型已知，此模型为 {}</translation>
    </message>
    <message>
        <source>only models with SiLU are known in it</source>
        <translation>其中只支持使用 SiLU 的模型</translation>
    </message>
    <message>
        <source>there is no place in it for {}</source>
        <translation>其中没有 {} 的位置</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>个词元</translation>
    </message>
    <message>
        <source>{} belongs to another layout</source>
        <translation>{} 属于另一种布局</translation>
    </message>
    <message>
        <source>{} cannot be {} in this layout</source>
        <translation>在此布局中 {} 不能是 {}</translation>
    </message>
    <message>
        <source>{} cannot stay as it is in this layout</source>
        <translation>在此布局中 {} 不能保持原样</translation>
    </message>
    <message>
        <source>{} is no linear layer of its own</source>
        <translation>{} 不是独立的线性层</translation>
    </message>
    <message>
        <source>{} {} cannot be shared out to {} cards</source>
        <translation>{} {}无法分配到 {} 张显卡</translation>
    </message>
    <message>
        <source>16 halves the bits of every preset: two codebooks of 256 vectors then take one bit a weight. The fast programs of the package aqlm for graphics cards know 16 with one codebook of 65 536 vectors only.</source>
        <translation>16 会使每个预设的位数减半：两个各含 256 个向量的码本此时每个权重占一位。aqlm 软件包面向显卡的快速程序仅在使用一个含 65 536 个向量的码本时支持 16。</translation>
    </message>
    <message>
        <source>A setting of this measurement is not known here</source>
        <translation>此处不认识该测量中的一项设置</translation>
    </message>
    <message>
        <source>Eight or sixteen weights at a time as a sum of vectors that are learned for each matrix: better than rounding at two bits a weight, and much slower to make. A text that is run through the model helps a good deal.</source>
        <translation>每次将八个或十六个权重表示为若干向量之和，这些向量为每个矩阵单独学习：在每权重两位时优于取整，但制作慢得多。在模型上运行一段文本会有很大帮助。</translation>
    </message>
    <message>
        <source>ExLlamaV2&apos;s measurements do not fit this model</source>
        <translation>ExLlamaV2 的测量不适合此模型</translation>
    </message>
    <message>
        <source>Four-bit floating point in groups of 16, activations too: what Blackwell cards multiply. Needs a text for the scales of activations</source>
        <translation>每组 16 个的四位浮点数，激活值也是：Blackwell 显卡的运算格式。激活值的缩放因子需要一段文本</translation>
    </message>
    <message>
        <source>Gate and up of its feed-forward networks are one matrix.</source>
        <translation>其前馈网络的 gate 与 up 合为一个矩阵。</translation>
    </message>
    <message>
        <source>It has no {}.</source>
        <translation>它没有 {}。</translation>
    </message>
    <message>
        <source>It has {}, which the model has not.</source>
        <translation>它含有 {}，而模型没有。</translation>
    </message>
    <message>
        <source>Its attention and its feed-forward network work side by side.</source>
        <translation>其注意力与前馈网络并行工作。</translation>
    </message>
    <message>
        <source>Measuring the settings of every block</source>
        <translation>正在测量每个块的各项设置</translation>
    </message>
    <message>
        <source>The settings of EXL2 cannot be measured on this model</source>
        <translation>无法在此模型上测量 EXL2 的设置</translation>
    </message>
    <message>
        <source>There are: {}.</source>
        <translation>可用的有：{}。</translation>
    </message>
    <message>
        <source>There is no instruction set {} here</source>
        <translation>此处没有指令集 {}</translation>
    </message>
    <message>
        <source>This is no valid measurement of ExLlamaV2&apos;s</source>
        <translation>这不是有效的 ExLlamaV2 测量文件</translation>
    </message>
    <message>
        <source>This measurement belongs to another model</source>
        <translation>此测量属于另一个模型</translation>
    </message>
    <message>
        <source>Weights of a vector</source>
        <translation>每个向量的权重数</translation>
    </message>
    <message>
        <source>has no key {}.</source>
        <translation>没有键 {}。</translation>
    </message>
    <message>
        <source>has {} twice.</source>
        <translation>有两个 {}。</translation>
    </message>
    <message>
        <source>is of a kind that is not known here.</source>
        <translation>的类型此处不认识。</translation>
    </message>
    <message>
        <source>must add up to 1.</source>
        <translation>之和必须为 1。</translation>
    </message>
    <message>
        <source>must be 8, 6, 5, 4, 3 or 2, from wide to narrow.</source>
        <translation>必须是 8、6、5、4、3 或 2，由宽到窄。</translation>
    </message>
    <message>
        <source>must be a list of 1 to {} values.</source>
        <translation>必须是含 1 至 {} 个值的列表。</translation>
    </message>
    <message>
        <source>must be a number from 0 to 1.</source>
        <translation>必须是 0 到 1 之间的数。</translation>
    </message>
    <message>
        <source>must be a share in whole hundredths, from 0.01 to 1.</source>
        <translation>必须是以整百分之一为单位的份额，从 0.01 到 1。</translation>
    </message>
    <message>
        <source>must be a whole number from 0 to {}.</source>
        <translation>必须是 0 到 {} 之间的整数。</translation>
    </message>
    <message>
        <source>must be multiples of {}.</source>
        <translation>必须是 {} 的倍数。</translation>
    </message>
    <message>
        <source>must be {}.</source>
        <translation>必须是 {}。</translation>
    </message>
    <message>
        <source>must have as many values as there are widths.</source>
        <translation>的值的个数必须与宽度的个数相同。</translation>
    </message>
    <message>
        <source>must have settings of the same matrices as the first one.</source>
        <translation>必须含有与第一个相同矩阵的设置。</translation>
    </message>
    <message>
        <source>{} has other matrices there.</source>
        <translation>{} 在那里有其他矩阵。</translation>
    </message>
    <message>
        <source>{} has {} bits there with a setting that takes {} here.</source>
        <translation>{} 在那里为 {} 位，而该设置在此处需要 {} 位。</translation>
    </message>
    <message>
        <source>{} holds several matrices in one, which ExLlamaV2 measures apart.</source>
        <translation>{} 将多个矩阵合为一个，而 ExLlamaV2 分别测量它们。</translation>
    </message>
    <message>
        <source>{} stores a scale of its activations, and how large those of {} are is not known. Give a text or the statistics of one.</source>
        <translation>{} 存储其激活值的缩放因子，而 {} 的激活值大小未知。请提供一段文本或其统计数据。</translation>
    </message>
    <message>
        <source>{}, {}: {}.</source>
        <translation>{}，{}：{}。</translation>
    </message>
    <message>
        <source>A checksum cannot be computed</source>
        <translation>无法计算校验和</translation>
    </message>
    <message>
        <source>A name for the folder is missing</source>
        <translation>缺少文件夹名称</translation>
    </message>
    <message>
        <source>A name is missing</source>
        <translation>缺少名称</translation>
    </message>
    <message>
        <source>Accept its terms on the model&apos;s page in a browser</source>
        <translation>在浏览器中打开该模型的页面并接受其条款</translation>
    </message>
    <message>
        <source>Another run downloads into this folder</source>
        <translation>另一个进程正在下载到此文件夹</translation>
    </message>
    <message>
        <source>At most {} are listed.</source>
        <translation>最多列出 {} 个。</translation>
    </message>
    <message>
        <source>At most {} are read.</source>
        <translation>最多读取 {} 个。</translation>
    </message>
    <message>
        <source>Byte {} of {} is asked for, the server has none there.</source>
        <translation>请求的是 {1} 中的第 {0} 字节，服务器在该处没有数据。</translation>
    </message>
    <message>
        <source>Bytes from {} of {} were asked for, the answer is &quot;{}&quot;.</source>
        <translation>请求的是 {1} 中从 {0} 开始的字节，得到的回答是“{2}”。</translation>
    </message>
    <message>
        <source>Cannot make the folder</source>
        <translation>无法创建文件夹</translation>
    </message>
    <message>
        <source>Check the name, the revision and the path.</source>
        <translation>请检查名称、修订版本和路径。</translation>
    </message>
    <message>
        <source>Check the name. If it is right, set HF_TOKEN to a token that may read it.</source>
        <translation>请检查名称。若无误，请把 HF_TOKEN 设为有读取权限的令牌。</translation>
    </message>
    <message>
        <source>Choose one: {}.</source>
        <translation>请选择其一：{}。</translation>
    </message>
    <message>
        <source>Download it first: quantlathe-cli download {} -o FOLDER.</source>
        <translation>请先下载：quantlathe-cli download {} -o 文件夹。</translation>
    </message>
    <message>
        <source>Download the model first: quantlathe-cli download {} -o FOLDER.</source>
        <translation>请先下载模型：quantlathe-cli download {} -o 文件夹。</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Each layer has a file in the folder of its block; this one has no name of its own.</source>
        <translation>每个层在其块的文件夹中有一个文件；这一层没有自己的名称。</translation>
    </message>
    <message>
        <source>Expected are the model&apos;s address and the lengths of its files. Remove the folder.</source>
        <translation>应包含模型的地址及其文件的长度。请删除该文件夹。</translation>
    </message>
    <message>
        <source>Expected is a tensor with {} dimensions.</source>
        <translation>应为 {} 维张量。</translation>
    </message>
    <message>
        <source>Expected is an https address.</source>
        <translation>应为 https 地址。</translation>
    </message>
    <message>
        <source>Expected is https:// and a name.</source>
        <translation>应为 https:// 加名称。</translation>
    </message>
    <message>
        <source>Give one that is not there yet.</source>
        <translation>请给出一个尚不存在的名称。</translation>
    </message>
    <message>
        <source>HF_ENDPOINT is no address of a hub</source>
        <translation>HF_ENDPOINT 不是有效的 Hub 地址</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE forbids to ask the hub</source>
        <translation>HF_HUB_OFFLINE 禁止访问 Hub</translation>
    </message>
    <message>
        <source>It asks to wait {} seconds. Try again then.</source>
        <translation>对方要求等待 {} 秒。请届时重试。</translation>
    </message>
    <message>
        <source>It ends before them. Download it again.</source>
        <translation>文件在它们之前就结束了。请重新下载。</translation>
    </message>
    <message>
        <source>It has no .safetensors, .gguf or .bin file.</source>
        <translation>其中没有 .safetensors、.gguf 或 .bin 文件。</translation>
    </message>
    <message>
        <source>It holds none.</source>
        <translation>其中没有。</translation>
    </message>
    <message>
        <source>It is no interrupted download. Remove it or choose another folder.</source>
        <translation>这不是中断的下载。请删除它或选择其他文件夹。</translation>
    </message>
    <message>
        <source>It is the interrupted download of something else. Remove it or choose another folder.</source>
        <translation>这是另一个下载中断后留下的。请删除它或选择其他文件夹。</translation>
    </message>
    <message>
        <source>It is too long</source>
        <translation>过长</translation>
    </message>
    <message>
        <source>It leads to a page that lists no files</source>
        <translation>它指向的页面没有列出文件</translation>
    </message>
    <message>
        <source>It leads to another place than the hub</source>
        <translation>它指向 Hub 之外的位置</translation>
    </message>
    <message>
        <source>It leads to something else than a model</source>
        <translation>它指向的不是模型</translation>
    </message>
    <message>
        <source>It needs {} more, {} are free.</source>
        <translation>还需要 {}，可用空间为 {}。</translation>
    </message>
    <message>
        <source>Its checksum is another one than the hub lists. Try again.</source>
        <translation>其校验和与 Hub 列出的不同。请重试。</translation>
    </message>
    <message>
        <source>Its directory is not the one that was written.</source>
        <translation>其目录不是所写入的那个。</translation>
    </message>
    <message>
        <source>Its folders have some: {}.</source>
        <translation>其子文件夹中有：{}。</translation>
    </message>
    <message>
        <source>Its list of files goes on at a place where it cannot.</source>
        <translation>其文件列表在不可能的位置继续。</translation>
    </message>
    <message>
        <source>Its name is needed for something else. Choose files with --file.</source>
        <translation>其名称另有用途。请用 --file 选择文件。</translation>
    </message>
    <message>
        <source>Its two numbers cannot be read.</source>
        <translation>无法读取其中的两个数。</translation>
    </message>
    <message>
        <source>Its type {} is not read.</source>
        <translation>不支持读取其类型 {}。</translation>
    </message>
    <message>
        <source>Leave such tensors out, or choose another format.</source>
        <translation>请去掉此类张量，或选择其他格式。</translation>
    </message>
    <message>
        <source>Make it first, or choose another one.</source>
        <translation>请先创建，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>Name the folder that holds it and the weights.</source>
        <translation>请指定包含它和权重的文件夹。</translation>
    </message>
    <message>
        <source>No file of {} is called {}</source>
        <translation>{0} 中没有名为 {1} 的文件</translation>
    </message>
    <message>
        <source>Nothing can be fetched</source>
        <translation>无法获取任何内容</translation>
    </message>
    <message>
        <source>Only scales with codes of their own are read (qq_scale_bits and qq_zero_bits).</source>
        <translation>只读取自身带编码的缩放（qq_scale_bits 和 qq_zero_bits）。</translation>
    </message>
    <message>
        <source>OpenSSL&apos;s library refuses to.</source>
        <translation>OpenSSL 库拒绝执行。</translation>
    </message>
    <message>
        <source>Outlier {} is said to stand at row {}, place {}: beyond the matrix, or before the one before.</source>
        <translation>离群值 {} 据称位于第 {} 行第 {} 位：超出矩阵，或在前一个之前。</translation>
    </message>
    <message>
        <source>Patterns are compared with the whole path below the address, as in sub/*.gguf.</source>
        <translation>模式与地址之下的完整路径比较，如 sub/*.gguf。</translation>
    </message>
    <message>
        <source>PyTorch has no type {}</source>
        <translation>PyTorch 没有类型 {}</translation>
    </message>
    <message>
        <source>PyTorch&apos;s files can only be looked at when they are here</source>
        <translation>PyTorch 文件只有在本机上才能查看</translation>
    </message>
    <message>
        <source>Reading headers</source>
        <translation>正在读取文件头</translation>
    </message>
    <message>
        <source>The answer ends before the file does.</source>
        <translation>回答在文件结束之前就结束了。</translation>
    </message>
    <message>
        <source>The download needs this name. Remove it or choose another folder.</source>
        <translation>下载需要这个名称。请删除它或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The hub has no time for {} now</source>
        <translation>Hub 目前无法处理 {}</translation>
    </message>
    <message>
        <source>The hub leads in circles</source>
        <translation>Hub 的重定向形成循环</translation>
    </message>
    <message>
        <source>The hub leads to a place that is not allowed</source>
        <translation>Hub 重定向到不允许的位置</translation>
    </message>
    <message>
        <source>The hub&apos;s answer about {} is not valid</source>
        <translation>Hub 关于 {} 的回答无效</translation>
    </message>
    <message>
        <source>The organization or the name is missing</source>
        <translation>缺少组织或名称</translation>
    </message>
    <message>
        <source>The repository has no folder and no file of this name.</source>
        <translation>仓库中没有此名称的文件夹或文件。</translation>
    </message>
    <message>
        <source>The server answers with status {} again and again. Try later.</source>
        <translation>服务器反复返回状态 {}。请稍后再试。</translation>
    </message>
    <message>
        <source>The server answers with status {}.</source>
        <translation>服务器返回状态 {}。</translation>
    </message>
    <message>
        <source>The token for the hub is not valid</source>
        <translation>Hub 令牌无效</translation>
    </message>
    <message>
        <source>The token in HF_TOKEN or its file does not open it.</source>
        <translation>HF_TOKEN 或其文件中的令牌无权访问。</translation>
    </message>
    <message>
        <source>The weights are not in this file</source>
        <translation>权重不在此文件中</translation>
    </message>
    <message>
        <source>The weights of {} are not on this machine</source>
        <translation>{} 的权重不在本机上</translation>
    </message>
    <message>
        <source>There is no memory left.</source>
        <translation>内存不足。</translation>
    </message>
    <message>
        <source>There is no model in {}</source>
        <translation>{} 中没有模型</translation>
    </message>
    <message>
        <source>There is no such folder</source>
        <translation>没有这样的文件夹</translation>
    </message>
    <message>
        <source>There is no such revision.</source>
        <translation>没有这样的修订版本。</translation>
    </message>
    <message>
        <source>There is too little room for the download</source>
        <translation>下载空间不足</translation>
    </message>
    <message>
        <source>This is no description of a model that lies elsewhere</source>
        <translation>这不是对位于别处的模型的描述</translation>
    </message>
    <message>
        <source>This is no file of a SpQR layer</source>
        <translation>这不是 SpQR 层的文件</translation>
    </message>
    <message>
        <source>Unset it to use the network.</source>
        <translation>取消该设置即可使用网络。</translation>
    </message>
    <message>
        <source>Wait for it or choose another folder.</source>
        <translation>请等待其完成，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>What it says of the interrupted download cannot be read. Remove it.</source>
        <translation>无法读取其中关于中断下载的信息。请删除它。</translation>
    </message>
    <message>
        <source>a layout and the parts of a sparse matrix are expected</source>
        <translation>应为布局和稀疏矩阵的各部分</translation>
    </message>
    <message>
        <source>an entry is no object</source>
        <translation>有一项不是对象</translation>
    </message>
    <message>
        <source>compressed: what transformers loads. legacy: the folder that the authors&apos; quantizer saves, for their own programs only, with the same codes in a byte each.</source>
        <translation>compressed：transformers 可加载的形式。legacy：作者量化程序保存的文件夹，仅供其自己的程序使用，编码相同，每个占一个字节。</translation>
    </message>
    <message>
        <source>it belongs to no numbered block of the model</source>
        <translation>它不属于模型的任何编号块</translation>
    </message>
    <message>
        <source>it is not a list</source>
        <translation>它不是列表</translation>
    </message>
    <message>
        <source>it lists more than {} files</source>
        <translation>它列出的文件超过 {} 个</translation>
    </message>
    <message>
        <source>it names no commit</source>
        <translation>它没有给出提交</translation>
    </message>
    <message>
        <source>libcurl cannot be started.</source>
        <translation>无法启动 libcurl。</translation>
    </message>
    <message>
        <source>libcurl refuses a setting: {}.</source>
        <translation>libcurl 拒绝某项设置：{}。</translation>
    </message>
    <message>
        <source>libcurl stops: {}.</source>
        <translation>libcurl 停止：{}。</translation>
    </message>
    <message>
        <source>only sparse matrices with coordinates are read</source>
        <translation>只读取坐标形式的稀疏矩阵</translation>
    </message>
    <message>
        <source>the checksum of {} is none</source>
        <translation>{} 的校验和无效</translation>
    </message>
    <message>
        <source>the size of {} is missing</source>
        <translation>缺少 {} 的大小</translation>
    </message>
    <message>
        <source>{} arrived damaged</source>
        <translation>{} 到达时已损坏</translation>
    </message>
    <message>
        <source>{} belongs to another value of the option {}</source>
        <translation>{0} 属于选项 {1} 的另一个值</translation>
    </message>
    <message>
        <source>{} cannot be downloaded together with the others</source>
        <translation>{} 无法与其他文件一起下载</translation>
    </message>
    <message>
        <source>{} cannot be fetched</source>
        <translation>无法获取 {}</translation>
    </message>
    <message>
        <source>{} groups make no {} input features.</source>
        <translation>{} 个组无法构成 {} 个输入特征。</translation>
    </message>
    <message>
        <source>{} holds several models</source>
        <translation>{} 包含多个模型</translation>
    </message>
    <message>
        <source>{} holds too many files</source>
        <translation>{} 包含的文件过多</translation>
    </message>
    <message>
        <source>{} is listed twice.</source>
        <translation>{} 被列出两次。</translation>
    </message>
    <message>
        <source>{} is no address of a model</source>
        <translation>{} 不是模型的地址</translation>
    </message>
    <message>
        <source>{} is no file of weights</source>
        <translation>{} 不是权重文件</translation>
    </message>
    <message>
        <source>{} is not as the hub lists it</source>
        <translation>{} 与 Hub 列出的不符</translation>
    </message>
    <message>
        <source>{} is not complete</source>
        <translation>{} 不完整</translation>
    </message>
    <message>
        <source>{} is not in the repository.</source>
        <translation>{} 不在仓库中。</translation>
    </message>
    <message>
        <source>{} is not on the hub</source>
        <translation>{} 不在 Hub 上</translation>
    </message>
    <message>
        <source>{} is not there, or not for everybody</source>
        <translation>{} 不存在，或并非对所有人开放</translation>
    </message>
    <message>
        <source>{} is only for those who accepted its terms</source>
        <translation>{} 仅供接受其条款的用户使用</translation>
    </message>
    <message>
        <source>{} is shorter than the hub lists</source>
        <translation>{} 比 Hub 列出的短</translation>
    </message>
    <message>
        <source>{} must hold one line of letters, digits and signs.</source>
        <translation>{} 必须包含一行字母、数字和符号。</translation>
    </message>
    <message>
        <source>{} redirects led to no answer.</source>
        <translation>{} 次重定向后仍没有得到回答。</translation>
    </message>
    <message>
        <source>{} rows are no multiple of {}.</source>
        <translation>{} 行不是 {} 的倍数。</translation>
    </message>
    <message>
        <source>{}, then set HF_TOKEN.</source>
        <translation>{}，然后设置 HF_TOKEN。</translation>
    </message>
    <message>
        <source>{}. Expected is hf:ORG/NAME, with @REVISION and a folder or file behind it if need be.</source>
        <translation>{}。应为 hf:ORG/NAME，必要时可在后面加 @REVISION 以及文件夹或文件。</translation>
    </message>
    <message>
        <source>“{}” has a wrong escape</source>
        <translation>“{}”含有错误的转义</translation>
    </message>
    <message>
        <source>“{}” is no name of an organization or a model</source>
        <translation>“{}”不是组织或模型的名称</translation>
    </message>
    <message>
        <source>“{}” is no path in a repository</source>
        <translation>“{}”不是仓库中的路径</translation>
    </message>
    <message>
        <source>“{}” is no revision</source>
        <translation>“{}”不是修订版本</translation>
    </message>
    <message>
        <source>Give a text (--text FILE), a calibration or an importance matrix that has values for it.</source>
        <translation>请提供文本（--text FILE）、校准文件或含有其数值的重要性矩阵。</translation>
    </message>
    <message>
        <source>Groups are made of the input features that count most, then of those that count less, instead of neighbours. Needs a text or an importance matrix. Slower in most programs, and vLLM on a CPU does not load it. Whole rows have nothing to order.</source>
        <translation>分组先取最重要的输入特征，再取次要的，而不是相邻的。需要文本或重要性矩阵。在多数程序中较慢，CPU 上的 vLLM 无法加载。整行没有可排的顺序。</translation>
    </message>
    <message>
        <source>Groups by importance</source>
        <translation>按重要性分组</translation>
    </message>
    <message>
        <source>Expected a name for every number.</source>
        <translation>每个编号都应有一个名称。</translation>
    </message>
    <message>
        <source>It is &quot;{}&quot;, expected cls or mean.</source>
        <translation>其值为“{}”，应为 cls 或 mean。</translation>
    </message>
    <message>
        <source>It is empty.</source>
        <translation>它是空的。</translation>
    </message>
    <message>
        <source>Its model is &quot;{}&quot;, expected {}.</source>
        <translation>其模型为“{}”，应为 {}。</translation>
    </message>
    <message>
        <source>Line {} is no valid UTF-8, or there are more than {} lines.</source>
        <translation>第 {} 行不是有效的 UTF-8，或行数超过 {}。</translation>
    </message>
    <message>
        <source>Line {} is not a token of at most {} bytes in base64, a blank and the rank {}.</source>
        <translation>第 {} 行不是一个 base64 编码的、最多 {} 字节的 token 加空格和序号 {}。</translation>
    </message>
    <message>
        <source>The table of characters is not base64.</source>
        <translation>字符表不是 base64。</translation>
    </message>
    <message>
        <source>This is no valid list of tokens</source>
        <translation>这不是有效的 token 列表</translation>
    </message>
    <message>
        <source>a token of model.vocab is no pair of a text and a score</source>
        <translation>model.vocab 中有一个 token 不是文本与分数的组合</translation>
    </message>
    <message>
        <source>id2label has an impossible value</source>
        <translation>id2label 的值不合法</translation>
    </message>
    <message>
        <source>{} channels of a recurrence do not divide into {} groups</source>
        <translation>递归的 {} 个通道无法分成 {} 组</translation>
    </message>
    <message>
        <source>Cannot delete the folder</source>
        <translation>无法删除文件夹</translation>
    </message>
    <message>
        <source>Expected are a matrix of codes and one of scales.</source>
        <translation>应为一个编码矩阵和一个缩放矩阵。</translation>
    </message>
    <message>
        <source>How codes are packed. gemm is what programs load; gemv and gemv_fast are for AutoAWQ&apos;s own kernels, which it no longer develops.</source>
        <translation>编码的打包方式。各程序加载 gemm；gemv 和 gemv_fast 供 AutoAWQ 自己的内核使用，该项目已停止开发。</translation>
    </message>
    <message>
        <source>Its configuration names no group size that divides {} input features.</source>
        <translation>其配置没有给出能整除 {} 个输入特征的组大小。</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>its {} input features are no multiple of {}, as many as are stored together</source>
        <translation>其 {} 个输入特征不是 {} 的倍数，而它们是一起存储的</translation>
    </message>
    <message>
        <source>{} and {} are packed in different ways, of which a folder has one</source>
        <translation>{} 与 {} 的打包方式不同，一个文件夹只能有一种</translation>
    </message>
    <message>
        <source>All weights in bfloat16, as most models are published</source>
        <translation>所有权重使用 bfloat16，大多数模型都以此发布</translation>
    </message>
    <message>
        <source>All weights in half precision, for cards without bfloat16</source>
        <translation>所有权重使用半精度，适合不支持 bfloat16 的显卡</translation>
    </message>
    <message>
        <source>All weights in single precision: nothing of what is stored is rounded</source>
        <translation>所有权重使用单精度：存储的内容不会再舍入</translation>
    </message>
    <message>
        <source>Expected a short list of F32 numbers.</source>
        <translation>应为一个简短的 F32 数列。</translation>
    </message>
    <message>
        <source>Expected attention.kv_lora_rank, key_length_mla, value_length_mla and rope.dimension_count.</source>
        <translation>应有 attention.kv_lora_rank、key_length_mla、value_length_mla 和 rope.dimension_count。</translation>
    </message>
    <message>
        <source>Expected factors as Llama 3.1 has them.</source>
        <translation>应为 Llama 3.1 那样的因子。</translation>
    </message>
    <message>
        <source>The folder of plain floats that models are trained in and published as: what every other tool starts from. Not smaller than 16 bits; for going back from a GGUF file and for another float type.</source>
        <translation>由普通浮点数组成的文件夹，模型以此训练和发布：其他所有工具都从它开始。不小于 16 位；用于从 GGUF 文件转换回来，或换用另一种浮点类型。</translation>
    </message>
    <message>
        <source>The sizes of its latent attention are not complete</source>
        <translation>其潜在注意力的尺寸不完整</translation>
    </message>
    <message>
        <source>a tokenizer of the kind &quot;{}&quot; cannot be written into a folder: it gets no tokenizer.json</source>
        <translation>“{}”类分词器无法写入文件夹：其中不会有 tokenizer.json</translation>
    </message>
    <message>
        <source>all weights of such a folder have one type, which the preset says</source>
        <translation>这种文件夹的所有权重只有一种类型，由预设决定</translation>
    </message>
    <message>
        <source>config.json of a {} cannot say what the file says about {}</source>
        <translation>{} 的 config.json 无法表达文件中关于 {} 的内容</translation>
    </message>
    <message>
        <source>how a Hugging Face folder of architecture &quot;{}&quot; looks is not known; known are {}</source>
        <translation>不知道架构“{}”的 Hugging Face 文件夹是什么样；已知的有 {}</translation>
    </message>
    <message>
        <source>rope_freqs.weight belongs to no known RoPE scaling</source>
        <translation>rope_freqs.weight 不属于任何已知的 RoPE 缩放</translation>
    </message>
    <message>
        <source>the file has no merges for its tokenizer: the folder gets no tokenizer.json</source>
        <translation>文件中没有分词器的合并规则：文件夹中不会有 tokenizer.json</translation>
    </message>
    <message>
        <source>the part of a {} that sees images is no part of this file: the folder holds its text model only</source>
        <translation>{} 的图像部分不在此文件中：文件夹只包含其文本模型</translation>
    </message>
    <message>
        <source>the parts of {} do not fit together</source>
        <translation>{} 的各部分不能拼合</translation>
    </message>
    <message>
        <source>the pre-tokenizer &quot;{}&quot; is not known: the folder gets no tokenizer.json</source>
        <translation>预分词器“{}”未知：文件夹中不会有 tokenizer.json</translation>
    </message>
    <message>
        <source>the token {} is no valid UTF-8: the folder gets no tokenizer</source>
        <translation>词元 {} 不是有效的 UTF-8：文件夹中不会有分词器</translation>
    </message>
    <message>
        <source>the tokenizer takes several blanks for one, which tokenizer.json does not say</source>
        <translation>分词器把多个空格视为一个，而 tokenizer.json 没有说明这一点</translation>
    </message>
    <message>
        <source>the tokenizer&apos;s scores are all alike in this file: the merges of tokenizer.json follow the order of the tokens, and texts may be cut in another way than the original does</source>
        <translation>此文件中分词器的得分全部相同：tokenizer.json 的合并规则按词元的顺序排列，文本的切分可能与原版不同</translation>
    </message>
    <message>
        <source>the vocabulary is none that the SentencePiece library takes: the folder gets tokenizer.json alone, which has merges in place of scores</source>
        <translation>SentencePiece 库不接受此词表：文件夹中只有 tokenizer.json，它用合并规则代替得分</translation>
    </message>
    <message>
        <source>{} and {} must be stored in one type to be put together as {}, they are {} and {}</source>
        <translation>{} 和 {} 必须以同一类型存储才能合成 {}，而它们是 {} 和 {}</translation>
    </message>
    <message>
        <source>{} has no place in a {}</source>
        <translation>{} 在 {} 中没有位置</translation>
    </message>
    <message>
        <source>{} has the shape [{}], by the metadata it should be [{}]</source>
        <translation>{} 的形状为 [{}]，按元数据应为 [{}]</translation>
    </message>
    <message>
        <source>{} is not as expected</source>
        <translation>{} 与预期不符</translation>
    </message>
    <message>
        <source>{} is quantized in another order than its model&apos;s class has it. Make a GGUF file of the folder and then a folder of that</source>
        <translation>{} 的量化顺序与其模型类不同。请先由该文件夹生成 GGUF 文件，再由它生成文件夹</translation>
    </message>
    <message>
        <source>{} lacks columns</source>
        <translation>{} 缺少列</translation>
    </message>
    <message>
        <source>{} lacks rows</source>
        <translation>{} 缺少行</translation>
    </message>
    <message>
        <source>{} merges of the tokenizer are left out of tokenizer.json: what they join or make is no token</source>
        <translation>分词器的 {} 条合并规则未写入 tokenizer.json：它们连接或得到的不是词元</translation>
    </message>
    <message>
        <source>{} tensors of layers that predict further tokens (MTP) are left out of the folder</source>
        <translation>预测后续词元（MTP）的层中有 {} 个张量不写入文件夹</translation>
    </message>
    <message>
        <source>16 or 32 bits</source>
        <translation>16 或 32 位</translation>
    </message>
    <message>
        <source>A Blackwell card</source>
        <translation>一块 Blackwell 显卡</translation>
    </message>
    <message>
        <source>A card of compute capability {} or higher</source>
        <translation>计算能力 {} 或更高的显卡</translation>
    </message>
    <message>
        <source>A graphics card: there is no such kernel for processors</source>
        <translation>一块显卡：处理器没有这样的内核</translation>
    </message>
    <message>
        <source>A rule of {} says sym: false, expected true</source>
        <translation>{} 的一条规则写有 sym: false，应为 true</translation>
    </message>
    <message>
        <source>Ada, Hopper or newer cards for products in FP8</source>
        <translation>以 FP8 做乘法需要 Ada、Hopper 或更新的显卡</translation>
    </message>
    <message>
        <source>Layers differ in bits or groups ({}), expected one setting for all</source>
        <translation>各层的位数或分组不同 ({})，应为所有层使用同一设置</translation>
    </message>
    <message>
        <source>Not in {}: {}</source>
        <translation>{} 不行：{}</translation>
    </message>
    <message>
        <source>Nothing is known here of quant_method {}</source>
        <translation>此处对 quant_method {} 一无所知</translation>
    </message>
    <message>
        <source>Only in versions before 0.49, which give this layout up</source>
        <translation>仅限 0.49 之前的版本，之后将放弃这种布局</translation>
    </message>
    <message>
        <source>Only recent versions take zero points (symmetric: false)</source>
        <translation>只有较新的版本接受零点 (symmetric: false)</translation>
    </message>
    <message>
        <source>Only with {}</source>
        <translation>仅在使用 {} 时</translation>
    </message>
    <message>
        <source>Python packages: {}</source>
        <translation>Python 软件包：{}</translation>
    </message>
    <message>
        <source>The key {} is missing</source>
        <translation>缺少键 {}</translation>
    </message>
    <message>
        <source>The weights are in files of torch.save, expected safetensors</source>
        <translation>权重存放在 torch.save 的文件中，应为 safetensors</translation>
    </message>
    <message>
        <source>There is neither {} nor {}</source>
        <translation>既没有 {}，也没有 {}</translation>
    </message>
    <message>
        <source>There is no tokenizer in the folder (tokenizer.json)</source>
        <translation>文件夹中没有分词器 (tokenizer.json)</translation>
    </message>
    <message>
        <source>__metadata__ lacks &quot;format&quot;: &quot;pt&quot;: older versions refuse that</source>
        <translation>__metadata__ 中缺少 &quot;format&quot;: &quot;pt&quot;：较旧的版本会拒绝</translation>
    </message>
    <message>
        <source>architectures has {} entries in config.json, expected 1</source>
        <translation>config.json 中的 architectures 有 {} 项，应为 1 项</translation>
    </message>
    <message>
        <source>general.architecture is {}, expected one that llama.cpp knows</source>
        <translation>general.architecture 为 {}，应为 llama.cpp 已知的架构</translation>
    </message>
    <message>
        <source>it cannot read torchao&apos;s tensors</source>
        <translation>它无法读取 torchao 的张量</translation>
    </message>
    <message>
        <source>it leaves stored HQQ layers out and goes on with random weights</source>
        <translation>它会略过已存储的 HQQ 层，并以随机权重继续</translation>
    </message>
    <message>
        <source>it looks for layers in the wrong place</source>
        <translation>它在错误的位置查找各层</translation>
    </message>
    <message>
        <source>the authors&apos; programs (Vahe1994/SpQR)</source>
        <translation>作者的程序 (Vahe1994/SpQR)</translation>
    </message>
    <message>
        <source>tokenizer.ggml.model is {}, expected {}</source>
        <translation>tokenizer.ggml.model 为 {}，应为 {}</translation>
    </message>
    <message>
        <source>tokenizer.ggml.pre does not say how words are cut: answers may suffer</source>
        <translation>tokenizer.ggml.pre 没有说明如何切分词语：回答质量可能受影响</translation>
    </message>
    <message>
        <source>tokenizer.ggml.pre is {}, expected a name that llama.cpp knows</source>
        <translation>tokenizer.ggml.pre 为 {}，应为 llama.cpp 已知的名称</translation>
    </message>
    <message>
        <source>{} (and {} more like it)</source>
        <translation>{}（另有 {} 处同类问题）</translation>
    </message>
    <message>
        <source>{} ({}) and {} ({}) are stored differently, expected one form in {}</source>
        <translation>{} ({}) 与 {} ({}) 的存储方式不同，在 {} 中应使用同一形式</translation>
    </message>
    <message>
        <source>{} has groups of {}, expected a power of two</source>
        <translation>{} 的分组大小为 {}，应为 2 的幂</translation>
    </message>
    <message>
        <source>{} has groups of {}, expected {}</source>
        <translation>{} 的分组大小为 {}，应为 {}</translation>
    </message>
    <message>
        <source>{} has groups of {}, expected {} or whole rows</source>
        <translation>{} 的分组大小为 {}，应为 {} 或整行</translation>
    </message>
    <message>
        <source>{} has {} bits, expected {}</source>
        <translation>{} 为 {} 位，应为 {}</translation>
    </message>
    <message>
        <source>{} has {} columns, expected {} by the keys of {}</source>
        <translation>{0} 有 {1} 列，按 {3} 的键应为 {2}</translation>
    </message>
    <message>
        <source>{} has {} input features, expected a multiple of {}</source>
        <translation>{} 有 {} 个输入特征，应为 {} 的倍数</translation>
    </message>
    <message>
        <source>{} has {} input features, expected at most {}</source>
        <translation>{} 有 {} 个输入特征，应不超过 {}</translation>
    </message>
    <message>
        <source>{} has {} input features, no multiple of {}: the last ones get no activation</source>
        <translation>{} 有 {} 个输入特征，不是 {} 的倍数：最后几个得不到激活</translation>
    </message>
    <message>
        <source>{} has {} output features, expected a multiple of {}</source>
        <translation>{} 有 {} 个输出特征，应为 {} 的倍数</translation>
    </message>
    <message>
        <source>{} has {} rows, expected {} by the keys of {}</source>
        <translation>{0} 有 {1} 行，按 {3} 的键应为 {2}</translation>
    </message>
    <message>
        <source>{} has {} rows, expected {}, one a token of the vocabulary</source>
        <translation>{} 有 {} 行，应为 {} 行，即词表中每个 token 一行</translation>
    </message>
    <message>
        <source>{} in the environment, or the package flash-attn</source>
        <translation>环境变量 {}，或软件包 flash-attn</translation>
    </message>
    <message>
        <source>{} is empty</source>
        <translation>{} 为空</translation>
    </message>
    <message>
        <source>{} is encoded, but no group of {} names it</source>
        <translation>{} 已编码，但 {} 中没有任何组提到它</translation>
    </message>
    <message>
        <source>{} is encoded, but {} does not name it</source>
        <translation>{} 已编码，但 {} 没有提到它</translation>
    </message>
    <message>
        <source>{} is encoded, but {} names it</source>
        <translation>{} 已编码，但 {} 提到了它</translation>
    </message>
    <message>
        <source>{} is encoded, but {} names it ({})</source>
        <translation>{} 已编码，但 {} 提到了它 ({})</translation>
    </message>
    <message>
        <source>{} is missing from quantization_config</source>
        <translation>quantization_config 中缺少 {}</translation>
    </message>
    <message>
        <source>{} is missing from {}</source>
        <translation>{1} 中缺少 {0}</translation>
    </message>
    <message>
        <source>{} is missing from {}, or is another length</source>
        <translation>{1} 中缺少 {0}，或长度不符</translation>
    </message>
    <message>
        <source>{} is missing, which a {} model with {} layers needs</source>
        <translation>缺少 {0}，而有 {2} 层的 {1} 模型需要它</translation>
    </message>
    <message>
        <source>{} is no known tensor of a {} model: llama.cpp loads only files without others</source>
        <translation>{} 不是 {} 模型的已知张量：llama.cpp 只加载不含其他张量的文件</translation>
    </message>
    <message>
        <source>{} is not encoded, but {} does not name it</source>
        <translation>{} 未编码，但 {} 没有提到它</translation>
    </message>
    <message>
        <source>{} is not encoded, expected {} that leaves it out</source>
        <translation>{} 未编码，应有将其排除的 {}</translation>
    </message>
    <message>
        <source>{} is not known to load {}, which loads in {}</source>
        <translation>未知 {} 能加载 {}；可用于 {}</translation>
    </message>
    <message>
        <source>{} is stored as {}, expected {}</source>
        <translation>{} 以 {} 存储，应为 {}</translation>
    </message>
    <message>
        <source>{} is stored as {}, which no weight is stored in</source>
        <translation>{} 以 {} 存储，而权重从不以此存储</translation>
    </message>
    <message>
        <source>{} is stored as {}, which versions from before 2026 do not know</source>
        <translation>{} 以 {} 存储，2026 年之前的版本不认识它</translation>
    </message>
    <message>
        <source>{} is there, but {}.block_count is {}</source>
        <translation>存在 {}，但 {}.block_count 为 {}</translation>
    </message>
    <message>
        <source>{} is there, expected a layer without a bias</source>
        <translation>存在 {}，应为不带偏置的层</translation>
    </message>
    <message>
        <source>{} is there, expected none in a symmetric group</source>
        <translation>存在 {}，对称组中不应有它</translation>
    </message>
    <message>
        <source>{} is {} in quantization_config, expected {}</source>
        <translation>quantization_config 中的 {} 为 {}，应为 {}</translation>
    </message>
    <message>
        <source>{} is {} in {}, expected {}</source>
        <translation>{2} 中的 {0} 为 {1}，应为 {3}</translation>
    </message>
    <message>
        <source>{} is {} × {}: a version that fills matrices up to multiples of {} × {} for Marlin</source>
        <translation>{} 为 {} × {}：需要能为 Marlin 把矩阵补齐到 {} × {} 的倍数的版本</translation>
    </message>
    <message>
        <source>{} is {}, expected {}</source>
        <translation>{} 为 {}，应为 {}</translation>
    </message>
    <message>
        <source>{} loads GGUF files alone</source>
        <translation>{} 只加载 GGUF 文件</translation>
    </message>
    <message>
        <source>{} loads checkpoints of its own layout alone</source>
        <translation>{} 只加载自有布局的检查点</translation>
    </message>
    <message>
        <source>{} of {} is {}, expected {}</source>
        <translation>{1} 的 {0} 为 {2}，应为 {3}</translation>
    </message>
    <message>
        <source>(the authors&apos; programs)</source>
        <translation>（作者的程序）</translation>
    </message>
    <message>
        <source>4.49 to 4.57 with the package spqr_quant</source>
        <translation>4.49 至 4.57，需 spqr_quant 包</translation>
    </message>
    <message>
        <source>At least {} by {}.</source>
        <translation>至少为 {}，依据 {}。</translation>
    </message>
    <message>
        <source>Blocks of Q8_0 do not divide its rows: the conversion stores them in F16.</source>
        <translation>Q8_0 的块不能整除其行：转换时以 F16 存储。</translation>
    </message>
    <message>
        <source>Chosen for the budget: its bytes gain at least as much here as elsewhere.</source>
        <translation>按预算选定：字节用在这里的收益不低于别处。</translation>
    </message>
    <message>
        <source>It stays as it is: {}.</source>
        <translation>保持原样：{}。</translation>
    </message>
    <message>
        <source>It stays in {}: the output matrix is left as it is stored.</source>
        <translation>保持为 {}：输出矩阵按存储原样保留。</translation>
    </message>
    <message>
        <source>It stays in {}: {}.</source>
        <translation>保持为 {}：{}。</translation>
    </message>
    <message>
        <source>Its blocks of {} do not divide rows of {}, so {} takes its place.</source>
        <translation>其大小为 {} 的块不能整除长度为 {} 的行，因此由 {} 代替。</translation>
    </message>
    <message>
        <source>NVIDIA from {} on</source>
        <translation>NVIDIA {} 及更新</translation>
    </message>
    <message>
        <source>Pinned to {} by {}.</source>
        <translation>固定为 {}，依据 {}。</translation>
    </message>
    <message>
        <source>Programs that load it make the weight by themselves, or its layer is pruned.</source>
        <translation>加载它的程序会自行生成该权重，或其所在层已被剪除。</translation>
    </message>
    <message>
        <source>Settings of all layers together: the least expected error within the preset&apos;s bits, value and down projections counting more.</source>
        <translation>所有层的设置一并确定：在预设的位数内使预期误差最小，value 和 down 投影权重更高。</translation>
    </message>
    <message>
        <source>The plan does not hold {}</source>
        <translation>方案中没有 {}</translation>
    </message>
    <message>
        <source>The plan names this weight: {}.</source>
        <translation>方案指定了该权重：{}。</translation>
    </message>
    <message>
        <source>The plan&apos;s rule {}: {}.</source>
        <translation>方案的规则 {}：{}。</translation>
    </message>
    <message>
        <source>another one is not larger and loses less</source>
        <translation>另有一种不更大且损失更小</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>down projections</source>
        <translation>down 投影</translation>
    </message>
    <message>
        <source>gate projections</source>
        <translation>gate 投影</translation>
    </message>
    <message>
        <source>in Falcon models</source>
        <translation>在 Falcon 模型中</translation>
    </message>
    <message>
        <source>in all but the first and the last eighth of them</source>
        <translation>除其中最前和最后八分之一外</translation>
    </message>
    <message>
        <source>in models of eight experts</source>
        <translation>在八专家模型中</translation>
    </message>
    <message>
        <source>in models of four or more experts</source>
        <translation>在四个或更多专家的模型中</translation>
    </message>
    <message>
        <source>in the first and the last eighth of them and in every third in between</source>
        <translation>在其中最前和最后八分之一，以及其间每三个中的一个</translation>
    </message>
    <message>
        <source>in the first eighth of them</source>
        <translation>在其中最前八分之一</translation>
    </message>
    <message>
        <source>in the first four of them</source>
        <translation>在其中前四个</translation>
    </message>
    <message>
        <source>in the first sixteenth of them</source>
        <translation>在其中最前十六分之一</translation>
    </message>
    <message>
        <source>in the first two of them</source>
        <translation>在其中前两个</translation>
    </message>
    <message>
        <source>key projections</source>
        <translation>key 投影</translation>
    </message>
    <message>
        <source>llama-quantize gives value projections of 70B models {}: few of them serve many heads.</source>
        <translation>llama-quantize 为 70B 模型的 value 投影采用 {}：少量投影服务于许多头。</translation>
    </message>
    <message>
        <source>llama-quantize gives value projections of models of eight experts {}.</source>
        <translation>llama-quantize 为八专家模型的 value 投影采用 {}。</translation>
    </message>
    <message>
        <source>llama-quantize&apos;s rule for {}: the output matrix gets {}, and this embedding is one, too.</source>
        <translation>llama-quantize 对 {} 的规则：输出矩阵采用 {}，而此嵌入也充当输出矩阵。</translation>
    </message>
    <message>
        <source>llama-quantize&apos;s rule for {}: the output matrix gets {}.</source>
        <translation>llama-quantize 对 {} 的规则：输出矩阵采用 {}。</translation>
    </message>
    <message>
        <source>llama-quantize&apos;s rule for {}: {} get {}, {}.</source>
        <translation>llama-quantize 对 {} 的规则：{}采用 {}，{}。</translation>
    </message>
    <message>
        <source>llama-quantize&apos;s rule for {}: {} get {}.</source>
        <translation>llama-quantize 对 {} 的规则：{}采用 {}。</translation>
    </message>
    <message>
        <source>needed</source>
        <translation>需要</translation>
    </message>
    <message>
        <source>needed by some presets</source>
        <translation>部分预设需要</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>other matrices</source>
        <translation>其他矩阵</translation>
    </message>
    <message>
        <source>output projections of attention</source>
        <translation>注意力的 output 投影</translation>
    </message>
    <message>
        <source>query projections</source>
        <translation>query 投影</translation>
    </message>
    <message>
        <source>the output matrix</source>
        <translation>输出矩阵</translation>
    </message>
    <message>
        <source>token embeddings</source>
        <translation>token 嵌入</translation>
    </message>
    <message>
        <source>up projections</source>
        <translation>up 投影</translation>
    </message>
    <message>
        <source>value projections</source>
        <translation>value 投影</translation>
    </message>
    <message>
        <source>where four or more query heads share a KV head</source>
        <translation>当四个或更多查询头共用一个 KV 头时</translation>
    </message>
    <message>
        <source>with an importance matrix</source>
        <translation>有重要性矩阵时</translation>
    </message>
    <message>
        <source>with the package aqlm</source>
        <translation>需 aqlm 包</translation>
    </message>
    <message>
        <source>without an importance matrix</source>
        <translation>没有重要性矩阵时</translation>
    </message>
    <message>
        <source>{} (some presets from {} on)</source>
        <translation>{}（部分预设需 {} 及更新）</translation>
    </message>
    <message>
        <source>{} cannot run it; it runs on {}</source>
        <translation>{} 无法运行；可运行于 {}</translation>
    </message>
    <message>
        <source>{} does not load {}: that is for {}</source>
        <translation>{} 不能加载 {}：后者用于 {}</translation>
    </message>
    <message>
        <source>{} gives all matrices but experts {}.</source>
        <translation>{} 为除专家外的所有矩阵采用 {}。</translation>
    </message>
    <message>
        <source>{} gives every matrix {}.</source>
        <translation>{} 为每个矩阵采用 {}。</translation>
    </message>
    <message>
        <source>{} gives experts {}.</source>
        <translation>{} 为专家采用 {}。</translation>
    </message>
    <message>
        <source>{} gives this layer {}.</source>
        <translation>{} 为该层采用 {}。</translation>
    </message>
    <message>
        <source>{} gives {} to all that no rule of llama-quantize singles out.</source>
        <translation>{} 将 {} 用于 llama-quantize 没有特别规则的所有矩阵。</translation>
    </message>
    <message>
        <source>{} is {}; it runs on {}</source>
        <translation>{} 属于 {}；可运行于 {}</translation>
    </message>
    <message>
        <source>{} leaves every tensor as it is stored.</source>
        <translation>{} 使每个张量保持存储原样。</translation>
    </message>
    <message>
        <source>{} leaves this layer as it is.</source>
        <translation>{} 使该层保持原样。</translation>
    </message>
    <message>
        <source>{} would give it {}, but {}: it stays as it is.</source>
        <translation>{} 本会采用 {}，但{}：保持原样。</translation>
    </message>
    <message>
        <source>({} bytes of K and V a token + {} of one layer in 16 bits) × {} tokens</source>
        <translation>（每 token {} 字节的 K 和 V + 单层 16 位的 {}）× {} 个 token</translation>
    </message>
    <message>
        <source>({} usable − {} for all but K and V) ÷ {} a sequence</source>
        <translation>（可用 {} − K 和 V 之外的 {}）÷ 每条序列 {}</translation>
    </message>
    <message>
        <source>512 MiB for CUDA graphs and libraries: 0.2 to 1 GiB are seen</source>
        <translation>512 MiB，用于 CUDA 图和库：实际为 0.2 至 1 GiB</translation>
    </message>
    <message>
        <source>Compute buffer: {}. Plan for a file size instead.</source>
        <translation>计算缓冲区：{}。请改为按文件大小规划。</translation>
    </message>
    <message>
        <source>TensorRT-LLM fixes its work space when the engine is built</source>
        <translation>TensorRT-LLM 在构建引擎时确定工作空间</translation>
    </message>
    <message>
        <source>a batch of {} tokens: 2 × {} × (3 × {} feed-forward + 4 × {} hidden)</source>
        <translation>一批 {} 个 token：2 × {} × (3 × {} 前馈 + 4 × {} 隐藏)</translation>
    </message>
    <message>
        <source>all its layers predict further tokens</source>
        <translation>所有层都用于预测后续 token</translation>
    </message>
    <message>
        <source>drawing tokens: {} × 4 × {} sequences × {} vocabulary</source>
        <translation>采样 token：{} × 4 × {} 条序列 × {} 词表</translation>
    </message>
    <message>
        <source>how much SGLang works on at the same time is not known</source>
        <translation>SGLang 同时处理多少数据未知</translation>
    </message>
    <message>
        <source>how much its choice of tokens works on at the same time is not known</source>
        <translation>其 token 选择同时处理多少数据未知</translation>
    </message>
    <message>
        <source>how vLLM shares main memory is not known</source>
        <translation>vLLM 如何分配内存未知</translation>
    </message>
    <message>
        <source>how {} keeps the keys by which tokens are chosen is not known</source>
        <translation>{} 如何保存用于选择 token 的键未知</translation>
    </message>
    <message>
        <source>how {} keeps the state of a recurrence or a convolution is not known</source>
        <translation>{} 如何保存递归或卷积的状态未知</translation>
    </message>
    <message>
        <source>network 2 × {} hidden × {} + 2 × {} tokens × ({} + 2 × {})</source>
        <translation>前馈网络 2 × {} 隐藏 × {} + 2 × {} 个 token × ({} + 2 × {})</translation>
    </message>
    <message>
        <source>nothing is kept</source>
        <translation>不保存任何内容</translation>
    </message>
    <message>
        <source>output matrix 2 × {} hidden × {} vocabulary + logits 4 × {} tokens × {}</source>
        <translation>输出矩阵 2 × {} 隐藏 × {} 词表 + logits 4 × {} 个 token × {}</translation>
    </message>
    <message>
        <source>recurrence 4 × {} tokens × {} values</source>
        <translation>递归 4 × {} 个 token × {} 个值</translation>
    </message>
    <message>
        <source>the model does not say the sizes of its recurrence</source>
        <translation>模型未注明递归的大小</translation>
    </message>
    <message>
        <source>the model does not say which layers choose tokens, and by what</source>
        <translation>模型未注明哪些层选择 token 以及依据</translation>
    </message>
    <message>
        <source>the model does not say which layers have a window</source>
        <translation>模型未注明哪些层使用窗口</translation>
    </message>
    <message>
        <source>unknown: in {} it is the kernels that count, not the bandwidth alone</source>
        <translation>未知：在 {} 中起决定作用的是内核，而不仅是带宽</translation>
    </message>
    <message>
        <source>whether {} keeps one narrow vector for all heads is not known</source>
        <translation>{} 是否为所有头保存一个窄向量未知</translation>
    </message>
    <message>
        <source>{} ({} has no cache in {}: {} taken)</source>
        <translation>{}（{} 没有 {} 缓存：改用 {}）</translation>
    </message>
    <message>
        <source>{} + {} × {} tokens in layers with a window</source>
        <translation>{} + {} × {} 个 token（带窗口的层）</translation>
    </message>
    <message>
        <source>{} bytes of K and V a token × {} tokens</source>
        <translation>每 token {} 字节的 K 和 V × {} 个 token</translation>
    </message>
    <message>
        <source>{} bytes of state in {} layers, in F32</source>
        <translation>{} 字节的状态，{} 层，F32</translation>
    </message>
    <message>
        <source>{} cells × {} bytes in {} layers with a window of {}</source>
        <translation>{} 个单元 × {} 字节，{} 层，窗口 {}</translation>
    </message>
    <message>
        <source>{}; without {} tensors that predict further tokens: they and their cache are only loaded when they are asked for</source>
        <translation>{}；不含 {} 个用于预测后续 token 的张量：仅在需要时才加载它们及其缓存</translation>
    </message>
    <message>
        <source>It has {} tokens, at most {} can be run: {}.</source>
        <translation>它有 {} 个词元,最多能运行 {} 个:{}。</translation>
    </message>
    <message>
        <source>Its layers take keys and values of earlier layers, so that none can be run alone.</source>
        <translation>它的层使用先前层的键和值,因此不能单独运行任何一层。</translation>
    </message>
    <message>
        <source>This model cannot be measured for EXL2</source>
        <translation>无法为 EXL2 测量此模型</translation>
    </message>
    <message>
        <source>a head of {} values cannot have {} that are rotated</source>
        <translation>一个有 {} 个值的头不能有 {} 个被旋转的值</translation>
    </message>
    <message>
        <source>all of its {} layers predict further tokens</source>
        <translation>它的全部 {} 层都用于预测后续词元</translation>
    </message>
    <message>
        <source>channels</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>heads of values</source>
        <translation>值的头</translation>
    </message>
    <message>
        <source>its experts are chosen in a way that is not known</source>
        <translation>它选择专家的方式未知</translation>
    </message>
    <message>
        <source>layer {} has neither attention nor a feed-forward network that is known</source>
        <translation>第 {} 层既没有已知的注意力,也没有已知的前馈网络</translation>
    </message>
    <message>
        <source>layer {} takes keys of an earlier layer, and there is none of its kind</source>
        <translation>第 {} 层使用先前层的键,但没有同类的层</translation>
    </message>
    <message>
        <source>of {} streams it works on another one than the first</source>
        <translation>在 {} 个流中,它处理的不是第一个</translation>
    </message>
    <message>
        <source>the model has learned that many positions</source>
        <translation>模型学习了这么多个位置</translation>
    </message>
    <message>
        <source>the sizes of its heads are not known</source>
        <translation>它的头的大小未知</translation>
    </message>
    <message>
        <source>the width of its embeddings by layer is not known</source>
        <translation>它的按层嵌入的宽度未知</translation>
    </message>
    <message>
        <source>values of heads</source>
        <translation>头的值</translation>
    </message>
    <message>
        <source>{} has {} values, expected {}</source>
        <translation>{} 有 {} 个值,应为 {} 个</translation>
    </message>
    <message>
        <source>{} of {} experts cannot be chosen from {} of {} groups</source>
        <translation>无法从 {3} 组中的 {2} 组里选出 {1} 个专家中的 {0} 个</translation>
    </message>
    <message>
        <source>{} {} cannot be shared by {}</source>
        <translation>{} 个{}无法由 {} 均分</translation>
    </message>
    <message>
        <source>{}.weight is missing, or its kernel has an impossible length</source>
        <translation>缺少 {}.weight,或其卷积核长度不可能</translation>
    </message>
    <message>
        <source>{}.{} is {}</source>
        <translation>{}.{} 为 {}</translation>
    </message>
    <message>
        <source>First model: {}</source>
        <translation>第一个模型：{}</translation>
    </message>
    <message>
        <source>Its shape is {} in the first model and {} in the second.</source>
        <translation>其形状在第一个模型中为 {}，在第二个模型中为 {}。</translation>
    </message>
    <message>
        <source>Leave one of the two wishes out.</source>
        <translation>请去掉这两项要求之一。</translation>
    </message>
    <message>
        <source>Names are GGUF&apos;s, for example blk.*.ffn_down.weight.</source>
        <translation>名称采用 GGUF 的写法，例如 blk.*.ffn_down.weight。</translation>
    </message>
    <message>
        <source>No tensor is named.</source>
        <translation>没有指定任何张量。</translation>
    </message>
    <message>
        <source>No tensor of the file is called {}</source>
        <translation>文件中没有名为 {} 的张量</translation>
    </message>
    <message>
        <source>Only a GGUF file that becomes a GGUF file can keep its header.</source>
        <translation>只有转换为 GGUF 的 GGUF 文件才能保留其文件头。</translation>
    </message>
    <message>
        <source>Only the first model has it.</source>
        <translation>只有第一个模型有它。</translation>
    </message>
    <message>
        <source>Only the second model has it.</source>
        <translation>只有第二个模型有它。</translation>
    </message>
    <message>
        <source>Second model: {}</source>
        <translation>第二个模型：{}</translation>
    </message>
    <message>
        <source>Some of the tensors come from another model. Limit the size of the files instead.</source>
        <translation>部分张量来自另一个模型。请改为限制文件大小。</translation>
    </message>
    <message>
        <source>Tensors are grafted into GGUF files only.</source>
        <translation>张量只能移植到 GGUF 文件中。</translation>
    </message>
    <message>
        <source>The file has a tensor for every expert, as programs of 2023 wrote them. Convert it to GGUF first.</source>
        <translation>该文件中每个专家各有一个张量，这是 2023 年的程序的写法。请先将其转换为 GGUF。</translation>
    </message>
    <message>
        <source>The file has no such weight.</source>
        <translation>文件中没有这样的权重。</translation>
    </message>
    <message>
        <source>The files of the source cannot be kept</source>
        <translation>无法保留源文件的划分</translation>
    </message>
    <message>
        <source>The header of the source cannot be kept without all of its layers</source>
        <translation>缺少部分层时无法保留源文件头</translation>
    </message>
    <message>
        <source>There is no header to keep</source>
        <translation>没有可保留的文件头</translation>
    </message>
    <message>
        <source>There is nothing to graft</source>
        <translation>没有可移植的内容</translation>
    </message>
    <message>
        <source>{} cannot be grafted</source>
        <translation>无法移植 {}</translation>
    </message>
    <message>
        <source>{} has no such weight.</source>
        <translation>{} 没有这样的权重。</translation>
    </message>
    <message>
        <source>{} is never quantized.</source>
        <translation>{} 从不量化。</translation>
    </message>
    <message>
        <source>A GGUF file of a text model holds no image part: take the model&apos;s folder</source>
        <translation>文本模型的 GGUF 文件不含图像部分：请使用模型的文件夹</translation>
    </message>
    <message>
        <source>A picture becomes no vector at all ({}: 0).</source>
        <translation>图像不会变成任何向量（{}: 0）。</translation>
    </message>
    <message>
        <source>An image part cannot become {}</source>
        <translation>图像部分无法转换为 {}</translation>
    </message>
    <message>
        <source>Choose F16, BF16, Q8_0 or F32.</source>
        <translation>请选择 F16、BF16、Q8_0 或 F32。</translation>
    </message>
    <message>
        <source>Neither tokenizer_config.json nor tokenizer.json says which token is {}, whose embedding belongs to the image part</source>
        <translation>tokenizer_config.json 和 tokenizer.json 都未注明 {} 是哪个词元，而它的嵌入属于图像部分</translation>
    </message>
    <message>
        <source>The description of the image part contradicts itself</source>
        <translation>图像部分的描述自相矛盾</translation>
    </message>
    <message>
        <source>The head size {} is odd, rotary pairs need an even one.</source>
        <translation>头维度 {} 为奇数，旋转对需要偶数。</translation>
    </message>
    <message>
        <source>The image part cannot be used: {}</source>
        <translation>图像部分无法使用：{}</translation>
    </message>
    <message>
        <source>The image part is not described: {} is missing</source>
        <translation>缺少对图像部分的描述：没有 {}</translation>
    </message>
    <message>
        <source>The image part of {} is not known</source>
        <translation>{} 的图像部分未知</translation>
    </message>
    <message>
        <source>The part that hears is left out: the file is for pictures alone</source>
        <translation>听觉部分被略去：该文件仅用于图像</translation>
    </message>
    <message>
        <source>This model has no image part: its config.json has no vision_config</source>
        <translation>此模型没有图像部分：其 config.json 中没有 vision_config</translation>
    </message>
    <message>
        <source>hidden_act is &quot;{}&quot;, expected gelu.</source>
        <translation>hidden_act 为“{}”，应为 gelu。</translation>
    </message>
    <message>
        <source>hidden_act is &quot;{}&quot;, expected silu or gelu.</source>
        <translation>hidden_act 为“{}”，应为 silu 或 gelu。</translation>
    </message>
    <message>
        <source>{} belongs to layer {}, the image part has {} layers</source>
        <translation>{} 属于第 {} 层，而图像部分有 {} 层</translation>
    </message>
    <message>
        <source>{} has no place in an image part of {}</source>
        <translation>{} 不应出现在 {} 的图像部分中</translation>
    </message>
    <message>
        <source>{} has {} rows, none for token {}</source>
        <translation>{} 有 {} 行，没有词元 {} 的行</translation>
    </message>
    <message>
        <source>{} is merger {} of layers between, config.json names {} of them</source>
        <translation>{} 是中间层的第 {} 个合并器，而 config.json 注明有 {} 个</translation>
    </message>
    <message>
        <source>{} is no ratio.</source>
        <translation>{} 不是有效的比例。</translation>
    </message>
    <message>
        <source>{} is there twice, {} being the second</source>
        <translation>{} 出现两次，{} 是第二个</translation>
    </message>
    <message>
        <source>{} names layer {}, the image part has {} layers.</source>
        <translation>{} 提到第 {} 层，而图像部分有 {} 层。</translation>
    </message>
    <message>
        <source>{} values do not divide into {} heads.</source>
        <translation>{} 个值无法分成 {} 个头。</translation>
    </message>
    <message>
        <source>{}: the layers that see the whole picture must follow at equal distances.</source>
        <translation>{}：看到整个图像的层必须等距排列。</translation>
    </message>
    <message>
        <source>{}{}{} is missing, which an image part of {} needs</source>
        <translation>缺少 {}{}{}，{} 的图像部分需要它</translation>
    </message>
    <message>
        <source>{} is quantized, its values cannot change places</source>
        <translation>{} 已量化，其值无法更换位置</translation>
    </message>
    <message>
        <source>the inputs of the recurrence</source>
        <translation>递归的输入</translation>
    </message>
    <message>
        <source>the recurrence</source>
        <translation>递归</translation>
    </message>
    <message>
        <source>A calibration goes through all layers one after the other. Convert in one process.</source>
        <translation>校准会依次经过所有层。请在一个进程中转换。</translation>
    </message>
    <message>
        <source>A conversion in shards lies here</source>
        <translation>此处有一个分片进行的转换</translation>
    </message>
    <message>
        <source>A group of it is there twice, or beyond the last.</source>
        <translation>其中有一组重复，或超出最后一组。</translation>
    </message>
    <message>
        <source>An interrupted conversion lies here</source>
        <translation>此处有一个被中断的转换</translation>
    </message>
    <message>
        <source>Another process is at work on shard {} of {}</source>
        <translation>另一个进程正在处理第 {} 个分片（共 {} 个）</translation>
    </message>
    <message>
        <source>Another process is at work on this output</source>
        <translation>另一个进程正在处理此输出</translation>
    </message>
    <message>
        <source>Calibrated codes cannot be chosen in shards</source>
        <translation>校准的编码无法分片选择</translation>
    </message>
    <message>
        <source>Each is made by the same command with --shard in place of --finish.</source>
        <translation>每个分片由同一命令以 --shard 代替 --finish 生成。</translation>
    </message>
    <message>
        <source>End it with --finish. To give it up, remove {} and the journals beside it, or choose another name.</source>
        <translation>请用 --finish 完成它。若要放弃，请删除 {} 及其旁边的日志，或另选名称。</translation>
    </message>
    <message>
        <source>End it with --resume. To give it up, remove {} and its journal, or choose another name.</source>
        <translation>请用 --resume 完成它。若要放弃，请删除 {} 及其日志，或另选名称。</translation>
    </message>
    <message>
        <source>Files cannot be locked here</source>
        <translation>此处无法锁定文件</translation>
    </message>
    <message>
        <source>Give each share once.</source>
        <translation>每个份额只给出一次。</translation>
    </message>
    <message>
        <source>Group {} is in none of the shares.</source>
        <translation>第 {} 组不在任何份额中。</translation>
    </message>
    <message>
        <source>It is cut into {} shards, not {}.</source>
        <translation>它被分为 {} 个分片，而不是 {} 个。</translation>
    </message>
    <message>
        <source>It is of Quantlathe {}, this is {}.</source>
        <translation>它出自 Quantlathe {}，当前为 {}。</translation>
    </message>
    <message>
        <source>It is of another model, {}.</source>
        <translation>它属于另一个模型 {}。</translation>
    </message>
    <message>
        <source>It is of another text, {} with {} tokens.</source>
        <translation>它属于另一段文本 {}，有 {} 个 token。</translation>
    </message>
    <message>
        <source>It is of other files of the model, other words, groups or encodings, or computed in another way.</source>
        <translation>它属于模型的其他文件、其他文字、其他组或编码，或以其他方式计算。</translation>
    </message>
    <message>
        <source>It is of {} shards, the first of {}.</source>
        <translation>它属于 {} 个分片，第一个属于 {} 个。</translation>
    </message>
    <message>
        <source>It uses an importance matrix, the first does not.</source>
        <translation>它使用重要性矩阵，第一个没有。</translation>
    </message>
    <message>
        <source>It uses no importance matrix, the first does.</source>
        <translation>它不使用重要性矩阵，第一个使用。</translation>
    </message>
    <message>
        <source>Its encodings, options or files are others.</source>
        <translation>其编码、选项或文件不同。</translation>
    </message>
    <message>
        <source>Its importance matrix or effort is another.</source>
        <translation>其重要性矩阵或力度不同。</translation>
    </message>
    <message>
        <source>Its model has other files, or they were changed meanwhile.</source>
        <translation>其模型的文件不同，或期间已被更改。</translation>
    </message>
    <message>
        <source>No shards of this output are here</source>
        <translation>此处没有该输出的分片</translation>
    </message>
    <message>
        <source>None was given.</source>
        <translation>没有给出。</translation>
    </message>
    <message>
        <source>Not all of the {} shards are done</source>
        <translation>{} 个分片并未全部完成</translation>
    </message>
    <message>
        <source>Not begun: {}.</source>
        <translation>未开始：{}。</translation>
    </message>
    <message>
        <source>Not complete: {}.</source>
        <translation>未完成：{}。</translation>
    </message>
    <message>
        <source>Of {} shards: {}.</source>
        <translation>共 {} 个分片：{}。</translation>
    </message>
    <message>
        <source>Processes that share one output need locks. Network file systems have them when they are mounted so; for Lustre the option is flock.</source>
        <translation>共享一个输出的进程需要文件锁。网络文件系统须以相应方式挂载；Lustre 的选项是 flock。</translation>
    </message>
    <message>
        <source>Remove {} and the other journals of this output to begin anew.</source>
        <translation>删除 {} 及此输出的其他日志即可重新开始。</translation>
    </message>
    <message>
        <source>Run --finish again.</source>
        <translation>请再次运行 --finish。</translation>
    </message>
    <message>
        <source>Run shard {} again: it writes what is missing. Then finish.</source>
        <translation>请再次运行分片 {}：它会写入缺少的内容。然后完成。</translation>
    </message>
    <message>
        <source>Run the shard again, then finish.</source>
        <translation>请再次运行该分片，然后完成。</translation>
    </message>
    <message>
        <source>Shard {} of {} is there twice</source>
        <translation>第 {} 个分片（共 {} 个）重复</translation>
    </message>
    <message>
        <source>Shares are missing</source>
        <translation>缺少份额</translation>
    </message>
    <message>
        <source>The files are being given their names</source>
        <translation>文件正在被命名</translation>
    </message>
    <message>
        <source>This is a shard of another conversion</source>
        <translation>这是另一个转换的分片</translation>
    </message>
    <message>
        <source>This is no journal of shard {} of {}</source>
        <translation>这不是第 {} 个分片（共 {} 个）的日志</translation>
    </message>
    <message>
        <source>This is no valid share of sensitivities</source>
        <translation>这不是有效的敏感度份额</translation>
    </message>
    <message>
        <source>This share belongs to another measurement</source>
        <translation>此份额属于另一次测量</translation>
    </message>
    <message>
        <source>Wait for it to end, or take another shard.</source>
        <translation>请等待其结束，或选择其他分片。</translation>
    </message>
    <message>
        <source>Wait for it to end.</source>
        <translation>请等待其结束。</translation>
    </message>
    <message>
        <source>Wait for the shards to end that hold {}.</source>
        <translation>请等待占用 {} 的分片结束。</translation>
    </message>
    <message>
        <source>What the shards wrote is gone, or has another length</source>
        <translation>分片写入的内容已丢失，或长度不同</translation>
    </message>
    <message>
        <source>Write 2/3 for the second of three; there may be up to {}.</source>
        <translation>三个中的第二个写作 2/3；最多 {} 个。</translation>
    </message>
    <message>
        <source>has no key {}, so it is none.</source>
        <translation>没有键 {}，因此不是。</translation>
    </message>
    <message>
        <source>is missing.</source>
        <translation>缺失。</translation>
    </message>
    <message>
        <source>must be a number from {} to {}.</source>
        <translation>必须是 {} 到 {} 之间的数。</translation>
    </message>
    <message>
        <source>must be numbers below {}.</source>
        <translation>必须是小于 {} 的数。</translation>
    </message>
    <message>
        <source>must have one number for each measured group.</source>
        <translation>每个测量的组必须有一个数。</translation>
    </message>
    <message>
        <source>{} Give every shard the same model, plan and options, or remove the .part and the journals beside it to begin anew.</source>
        <translation>{} 请给每个分片相同的模型、方案和选项，或删除 .part 及其旁边的日志以重新开始。</translation>
    </message>
    <message>
        <source>{} is not what shard {} wrote</source>
        <translation>{} 不是分片 {} 写入的内容</translation>
    </message>
    <message>
        <source>{} names no shard</source>
        <translation>{} 不表示任何分片</translation>
    </message>
    <message>
        <source>; {} were never reached</source>
        <translation>；{} 个从未被用到</translation>
    </message>
    <message>
        <source>Calibration serves matrices in layers. Their encodings here (floats, LLM.int8(), ternary types) have no codes that a text could choose.</source>
        <translation>校准针对各层中的矩阵。这里它们的编码（浮点、LLM.int8()、三值类型）没有可由文本选择的码。</translation>
    </message>
    <message>
        <source>Trying codes</source>
        <translation>正在试用编码</translation>
    </message>
    <message>
        <source>all {} matrices saw at least one token for each column</source>
        <translation>全部 {} 个矩阵的每一列都至少对应一个 token</translation>
    </message>
    <message>
        <source>belongs to a text or to statistics.</source>
        <translation>属于文本或统计。</translation>
    </message>
    <message>
        <source>belongs to a text.</source>
        <translation>属于文本。</translation>
    </message>
    <message>
        <source>has no file.</source>
        <translation>没有文件。</translation>
    </message>
    <message>
        <source>has no source.</source>
        <translation>没有来源。</translation>
    </message>
    <message>
        <source>is an unknown key. A calibration has source, file, context, chunks, mode and text_hash.</source>
        <translation>是未知的键。校准有 source、file、context、chunks、mode 和 text_hash。</translation>
    </message>
    <message>
        <source>must be 16 hexadecimal digits in lower case.</source>
        <translation>必须是 16 位小写十六进制数字。</translation>
    </message>
    <message>
        <source>must be &quot;corrected&quot; or &quot;independent&quot;.</source>
        <translation>必须是 &quot;corrected&quot; 或 &quot;independent&quot;。</translation>
    </message>
    <message>
        <source>must be &quot;text&quot;, &quot;statistics&quot; or &quot;importance matrix&quot;.</source>
        <translation>必须是 &quot;text&quot;、&quot;statistics&quot; 或 &quot;importance matrix&quot;。</translation>
    </message>
    <message>
        <source>{} of {} matrices saw fewer tokens than they have columns, for example {}: {} tokens, {} columns</source>
        <translation>{} 个矩阵（共 {} 个）看到的 token 少于其列数，例如 {}：{} 个 token，{} 列</translation>
    </message>
    <message>
        <source>Convert it from there.</source>
        <translation>请从该处转换。</translation>
    </message>
    <message>
        <source>Fetching file {} of {}</source>
        <translation>正在获取第 {} 个文件，共 {} 个</translation>
    </message>
    <message>
        <source>Remove what the cache keeps of the model, then try again.</source>
        <translation>请删除缓存中该模型的内容，然后重试。</translation>
    </message>
    <message>
        <source>The model is on this machine already</source>
        <translation>该模型已在此计算机上</translation>
    </message>
    <message>
        <source>The model&apos;s files are fetched to this name. Choose another name or remove it.</source>
        <translation>模型的文件会获取到此名称下。请选择其他名称，或将其移除。</translation>
    </message>
    <message>
        <source>The result takes {}, and the model&apos;s files up to {} at a time. Free {} or choose another folder.</source>
        <translation>结果需要 {}，模型的文件同时最多占用 {}。请释放 {} 或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{} are needed on {}, {} more than there are</source>
        <translation>{1} 上需要 {0}，还差 {2}</translation>
    </message>
    <message>
        <source>{} is not the file whose header was looked at</source>
        <translation>{} 不是先前查看过文件头的那个文件</translation>
    </message>
    <message>
        <source>{} is not what the hub lists</source>
        <translation>{} 与 Hub 上列出的不一致</translation>
    </message>
    <message>
        <source>in longer texts its layers choose what they look at, and the file has no indexer</source>
        <translation>在更长的文本中,它的层会选择要关注的内容,而文件中没有索引器</translation>
    </message>
    <message>
        <source>layer {} has no heads</source>
        <translation>第 {} 层没有注意力头</translation>
    </message>
    <message>
        <source>the metadata do not list {} for every layer</source>
        <translation>元数据没有为每一层列出 {}</translation>
    </message>
    <message>
        <source>the sizes of its indexer do not fit together</source>
        <translation>它的索引器的各项大小不相符</translation>
    </message>
    <message>
        <source>{} does not hold the {} parts that the metadata say</source>
        <translation>{} 中的部分数不是元数据所说的 {}</translation>
    </message>
    <message>
        <source>{} does not say a number for layer {}</source>
        <translation>{} 没有给出第 {} 层的数值</translation>
    </message>
    <message>
        <source>{} is missing, or no single floating-point number</source>
        <translation>缺少 {},或者它不是单个浮点数</translation>
    </message>
    <message>
        <source>Chosen for memory and speed: its bytes gain at least what their place and the time to read them cost.</source>
        <translation>按内存与速度选定：其字节带来的收益至少抵得上所占空间与读取时间的代价。</translation>
    </message>
    <message>
        <source>How fast this model would run is not known</source>
        <translation>不知道此模型的运行速度</translation>
    </message>
    <message>
        <source>How much main memory there is for the rest is not known. {}</source>
        <translation>不知道其余部分有多少主内存可用。{}</translation>
    </message>
    <message>
        <source>How this model would run is not known</source>
        <translation>不知道此模型如何运行</translation>
    </message>
    <message>
        <source>No plan of this model fits {} alone with {} tokens</source>
        <translation>此模型没有方案能仅装入 {}（上下文 {} token）</translation>
    </message>
    <message>
        <source>No plan of this model fits {} and main memory with {} tokens</source>
        <translation>此模型没有方案能装入 {} 和主内存（上下文 {} token）</translation>
    </message>
    <message>
        <source>No plan of this model fits {} with {} tokens and {} to spare</source>
        <translation>此模型没有方案能装入 {}（上下文 {} token）并留出 {}</translation>
    </message>
    <message>
        <source>No plan of this model makes {:Lg} tokens/s on {} with {} tokens of context</source>
        <translation>此模型没有方案能达到 {:Lg} token/s（{}，上下文 {} token）</translation>
    </message>
    <message>
        <source>Only what llama.cpp loads can be planned for a machine. Plan for a file size instead.</source>
        <translation>只有 llama.cpp 能加载的模型才能按机器规划。请改为按文件大小规划。</translation>
    </message>
    <message>
        <source>The quickest one makes {} ({}, {}, {}): ask for {:Lg} or less, or for fewer tokens of context.</source>
        <translation>最快的方案为 {}（{}，{}，{}）：请要求 {:Lg} 或更低，或减少上下文 token。</translation>
    </message>
    <message>
        <source>The smallest one needs {} on cards and {} of {} in main memory. {}</source>
        <translation>最小的方案在显卡上需要 {}，在主内存中需要 {}（共 {}）。{}</translation>
    </message>
    <message>
        <source>The speed is {}.</source>
        <translation>速度为{}。</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>has no limits.</source>
        <translation>没有限制。</translation>
    </message>
    <message>
        <source>main memory</source>
        <translation>主内存</translation>
    </message>
    <message>
        <source>must be &quot;file&quot;, &quot;card&quot;, &quot;main memory&quot; or &quot;speed&quot;.</source>
        <translation>必须是 &quot;file&quot;、&quot;card&quot;、&quot;main memory&quot; 或 &quot;speed&quot;。</translation>
    </message>
    <message>
        <source>must be a list of at most {} limits.</source>
        <translation>必须是至多 {} 个限制的列表。</translation>
    </message>
    <message>
        <source>must be a number of tokens.</source>
        <translation>必须是 token 数。</translation>
    </message>
    <message>
        <source>must be a number that is not negative.</source>
        <translation>必须是非负数。</translation>
    </message>
    <message>
        <source>must be an object with the key of.</source>
        <translation>必须是含有键 of 的对象。</translation>
    </message>
    <message>
        <source>must be a list of names.</source>
        <translation>必须是名称列表。</translation>
    </message>
    <message>
        <source>A vocabulary of word pieces has the tokens [UNK], [CLS] and [SEP].</source>
        <translation>词片词表应包含 [UNK]、[CLS] 和 [SEP] 这三个 token。</translation>
    </message>
    <message>
        <source>Expected 1: heads are rotated as a whole.</source>
        <translation>应为 1：每个注意力头整体旋转。</translation>
    </message>
    <message>
        <source>It has {} pieces, the model {} tokens.</source>
        <translation>它有 {} 个词片，模型有 {} 个 token。</translation>
    </message>
    <message>
        <source>It is an encoder, which turns a text into vectors: there is no probability of the next token. Statistics of its inputs (imatrix, calibrate) can be made.</source>
        <translation>这是把文本变为向量的编码器：不存在下一个 token 的概率。可以生成其输入的统计数据（imatrix、calibrate）。</translation>
    </message>
    <message>
        <source>It is false, expected true: files of PLaMo 2 say which layers have no attention.</source>
        <translation>其值为 false，应为 true：PLaMo 2 的文件会说明哪些层没有注意力。</translation>
    </message>
    <message>
        <source>It is true, expected false.</source>
        <translation>其值为 true，应为 false。</translation>
    </message>
    <message>
        <source>Line {} is no list of a text, a score and a kind.</source>
        <translation>第 {} 行不是由文本、分数和类型组成的列表。</translation>
    </message>
    <message>
        <source>The tokenizer of this model is not as expected</source>
        <translation>此模型的分词器与预期不符</translation>
    </message>
    <message>
        <source>The vocabulary is larger than the model&apos;s</source>
        <translation>词表大于模型的词表</translation>
    </message>
    <message>
        <source>This is no list of tokens</source>
        <translation>这不是 token 列表</translation>
    </message>
    <message>
        <source>This model predicts no tokens</source>
        <translation>此模型不预测 token</translation>
    </message>
    <message>
        <source>how much its recurrence works on at the same time is not known</source>
        <translation>其循环结构同时处理多少数据尚不清楚</translation>
    </message>
    <message>
        <source>in longer texts its layers choose blocks of tokens, which is not computed</source>
        <translation>在更长的文本中，其各层会选择 token 块，此计算尚未实现</translation>
    </message>
    <message>
        <source>its activation &quot;{}&quot; is not known</source>
        <translation>其激活函数“{}”未知</translation>
    </message>
    <message>
        <source>tokenizer.ggml.model is &quot;{}&quot;. Supported are &quot;llama&quot; (SentencePiece), &quot;gpt2&quot; (byte-level BPE), &quot;bert&quot; (word pieces) and &quot;t5&quot; (Unigram).</source>
        <translation>tokenizer.ggml.model 为“{}”。支持“llama”（SentencePiece）、“gpt2”（字节级 BPE）、“bert”（词片）和“t5”（Unigram）。</translation>
    </message>
    <message>
        <source>It is some columns of a quantized matrix, which cannot be decoded alone.</source>
        <translation>它只是量化矩阵的部分列，无法单独解码。</translation>
    </message>
    <message>
        <source>It stays as it is unless a rule says otherwise: it predicts further tokens (MTP), and no text that is run for calibrating or measuring goes through it.</source>
        <translation>除非规则另有说明，否则保持原样：它预测后续词元（MTP），校准或测量时运行的文本都不经过它。</translation>
    </message>
    <message>
        <source>One lies in its folder {}: open that.</source>
        <translation>其中的文件夹 {} 里有一个：请打开它。</translation>
    </message>
    <message>
        <source>The source is already quantized ({}): a second rounding adds to the first</source>
        <translation>源文件已经量化（{}）：第二次舍入会叠加在第一次之上</translation>
    </message>
    <message>
        <source>its last layer predicts further tokens (MTP): no text that is run here goes through it, so it is not calibrated, and its matrices get 8 bits or more unless a rule says otherwise</source>
        <translation>它的最后一层预测后续词元（MTP）：这里运行的文本不经过它，因此它不被校准；除非规则另有说明，它的矩阵至少用 8 位</translation>
    </message>
    <message>
        <source>its last {} layers predict further tokens (MTP): no text that is run here goes through them, so they are not calibrated, and their matrices get 8 bits or more unless a rule says otherwise</source>
        <translation>它的最后 {} 层预测后续词元（MTP）：这里运行的文本不经过它们，因此它们不被校准；除非规则另有说明，它们的矩阵至少用 8 位</translation>
    </message>
    <message>
        <source>the pooler (pooler.dense), whose vector the classifier marks, is left out, as llama.cpp&apos;s converter does it: marks of texts will differ from the original&apos;s</source>
        <translation>池化层（pooler.dense）被省去，与 llama.cpp 的转换器一致，而分类器正是对它的向量打分：文本的得分会与原模型不同</translation>
    </message>
    <message>
        <source>{}, unless a rule or --pure says otherwise: it predicts further tokens (MTP), and no text that is run for calibrating or measuring goes through it.</source>
        <translation>{}，除非规则或 --pure 另有说明：它预测后续词元（MTP），校准或测量时运行的文本都不经过它。</translation>
    </message>
    <message>
        <source>{}{} is missing, which the {} layers of config.json need</source>
        <translation>缺少 {}{}，config.json 中的 {} 层需要它</translation>
    </message>
    <message>
        <source>{}{} is missing: the layers that predict further tokens (MTP) are there only in part</source>
        <translation>缺少 {}{}：预测后续词元的层（MTP）只有一部分</translation>
    </message>
    <message>
        <source>Expected one as sentence-transformers writes it.</source>
        <translation>应为 sentence-transformers 所写的那种列表。</translation>
    </message>
    <message>
        <source>It says {}, expected the mean of all tokens, the first or the last. Without modules.json the way is chosen when the model is run (--pooling).</source>
        <translation>其中写的是 {}，应为所有词元的平均、第一个或最后一个。没有 modules.json 时，在运行模型时选择方式（--pooling）。</translation>
    </message>
    <message>
        <source>This is no list of modules</source>
        <translation>这不是模块列表</translation>
    </message>
    <message>
        <source>modules.json names it. Take it from where the model comes from, or remove modules.json: then the way of pooling is chosen when the model is run (--pooling).</source>
        <translation>modules.json 提到了它。请从模型的来源取得，或删除 modules.json：那样在运行模型时选择池化方式（--pooling）。</translation>
    </message>
    <message>
        <source>none that is known</source>
        <translation>没有已知的方式</translation>
    </message>
    <message>
        <source>{} ({}) of modules.json changes the vectors of this model and is no part of a GGUF file: what is made of it gives the vectors in front of that</source>
        <translation>modules.json 中的 {}（{}）会改变该模型的向量，但 GGUF 文件不包含它：由此生成的文件给出的是它之前的向量</translation>
    </message>
    <message>
        <source>{} pools vectors in a way that no GGUF file can say</source>
        <translation>{} 的池化方式无法写入 GGUF 文件</translation>
    </message>
    <message>
        <source>{} puts vectors pooled in several ways one behind the other; a GGUF file says only the first of them, {}</source>
        <translation>{} 把多种方式池化的向量依次拼接；GGUF 文件只记录其中第一种：{}</translation>
    </message>
    <message>
        <source>({}) ÷ {} cards</source>
        <translation>({}) ÷ {} 张显卡</translation>
    </message>
    <message>
        <source>Draft model</source>
        <translation>草稿模型</translation>
    </message>
    <message>
        <source>ExLlamaV2&apos;s sources (cache.py), 2025</source>
        <translation>ExLlamaV2 源代码（cache.py），2025 年</translation>
    </message>
    <message>
        <source>ExLlamaV2&apos;s sources (linear.py), 2025</source>
        <translation>ExLlamaV2 源代码（linear.py），2025 年</translation>
    </message>
    <message>
        <source>Image part</source>
        <translation>图像部分</translation>
    </message>
    <message>
        <source>Its architecture is not clip: the mmproj file of the model is meant.</source>
        <translation>其架构不是 clip：这里需要该模型的 mmproj 文件。</translation>
    </message>
    <message>
        <source>Layers that predict</source>
        <translation>预测层</translation>
    </message>
    <message>
        <source>TensorRT-LLM&apos;s page on memory, 2025</source>
        <translation>TensorRT-LLM 关于内存的页面，2025 年</translation>
    </message>
    <message>
        <source>This is no image part</source>
        <translation>这不是图像部分</translation>
    </message>
    <message>
        <source>a draft model must have the vocabulary of the model: {} tokens, not {}</source>
        <translation>草稿模型必须与模型词表相同：{} 个 token，而不是 {} 个</translation>
    </message>
    <message>
        <source>activations of a layer in 16 bits; two published peaks of 2023</source>
        <translation>一层的 16 位激活值；两个 2023 年公布的峰值</translation>
    </message>
    <message>
        <source>as eight channels or more</source>
        <translation>相当于八通道或更多</translation>
    </message>
    <message>
        <source>as four channels</source>
        <translation>相当于四通道</translation>
    </message>
    <message>
        <source>as one channel of DDR4</source>
        <translation>相当于单通道 DDR4</translation>
    </message>
    <message>
        <source>as two channels of DDR4</source>
        <translation>相当于双通道 DDR4</translation>
    </message>
    <message>
        <source>as two channels of DDR5</source>
        <translation>相当于双通道 DDR5</translation>
    </message>
    <message>
        <source>as vLLM&apos;s, windows kept whole; July 2026</source>
        <translation>与 vLLM 相同，窗口完整保留；2026 年 7 月</translation>
    </message>
    <message>
        <source>expected to break the model</source>
        <translation>预计会损坏模型</translation>
    </message>
    <message>
        <source>fitted to llama-bench tables (llama.cpp discussions 4167, 10879, 15013), October 2026</source>
        <translation>根据 llama-bench 表格拟合（llama.cpp 讨论 4167、10879、15013），2026 年 10 月</translation>
    </message>
    <message>
        <source>fitted to three logs of vLLM, December 2024 to February 2025</source>
        <translation>根据 vLLM 的三份日志拟合，2024 年 12 月至 2025 年 2 月</translation>
    </message>
    <message>
        <source>fitted to what llama.cpp printed, October 2026</source>
        <translation>根据 llama.cpp 的输出拟合，2026 年 10 月</translation>
    </message>
    <message>
        <source>five models on an RTX 3060 (llmfit&apos;s benchmark cache, 2026)</source>
        <translation>RTX 3060 上的五个模型（llmfit 的测量缓存，2026 年）</translation>
    </message>
    <message>
        <source>gguf-parser-go issue 44, August 2026</source>
        <translation>gguf-parser-go 问题 44，2026 年 8 月</translation>
    </message>
    <message>
        <source>llama.cpp&apos;s sources (llama-kv-cache, llama-memory-recurrent), October 2026</source>
        <translation>llama.cpp 源代码（llama-kv-cache、llama-memory-recurrent），2026 年 10 月</translation>
    </message>
    <message>
        <source>llama.cpp&apos;s sources (llama-model.cpp, load_tensors), October 2026</source>
        <translation>llama.cpp 源代码（llama-model.cpp，load_tensors），2026 年 10 月</translation>
    </message>
    <message>
        <source>logs of vLLM, 2025 and 2026</source>
        <translation>vLLM 日志，2025 年和 2026 年</translation>
    </message>
    <message>
        <source>no source found, November 2026</source>
        <translation>未找到来源，2026 年 11 月</translation>
    </message>
    <message>
        <source>only for models that were trained for it</source>
        <translation>仅适用于为此训练的模型</translation>
    </message>
    <message>
        <source>sizes of the number formats, to the byte</source>
        <translation>数字格式的大小，精确到字节</translation>
    </message>
    <message>
        <source>the model has no layers that predict further tokens</source>
        <translation>该模型没有预测后续 token 的层</translation>
    </message>
    <message>
        <source>the same file as {}</source>
        <translation>与 {} 的文件相同</translation>
    </message>
    <message>
        <source>transformers&apos; DynamicCache, 2026</source>
        <translation>transformers 的 DynamicCache，2026 年</translation>
    </message>
    <message>
        <source>vLLM&apos;s sources (kv_cache_interface.py), July 2026</source>
        <translation>vLLM 源代码（kv_cache_interface.py），2026 年 7 月</translation>
    </message>
    <message>
        <source>weights {} + KV cache {} + compute {}</source>
        <translation>权重 {} + KV 缓存 {} + 计算缓冲 {}</translation>
    </message>
    <message>
        <source>{} + logits 4 × {} tokens × ({} vocabulary + {} hidden)</source>
        <translation>{} + logits 4 × {} 个 token × ({} 词表 + {} 隐藏维度)</translation>
    </message>
    <message>
        <source>{} bytes of weights + 705 MiB to work on an image, the most of four models that were measured</source>
        <translation>{} 字节权重 + 705 MiB 用于处理一张图像，为四个实测模型中的最大值</translation>
    </message>
    <message>
        <source>{} bytes of weights + {}</source>
        <translation>{} 字节权重 + {}</translation>
    </message>
    <message>
        <source>{} bytes of weights; an image&apos;s work space is not counted</source>
        <translation>{} 字节权重；未计入处理图像的工作空间</translation>
    </message>
    <message>
        <source>{} does not use layers that predict further tokens</source>
        <translation>{} 不使用预测后续 token 的层</translation>
    </message>
    <message>
        <source>{} is not larger and loses no more</source>
        <translation>{} 不更大，损失也不更多</translation>
    </message>
    <message>
        <source>{} pages × {} layers × {} tokens × {} bytes: a page is as large as a state</source>
        <translation>{} 页 × {} 层 × {} 个 token × {} 字节：一页与一个状态同样大</translation>
    </message>
    <message>
        <source>how much its encoder works on at the same time is not known</source>
        <translation>其编码器同时处理多少内容未知</translation>
    </message>
    <message>
        <source>how {} keeps what cross-attention looks at is not known</source>
        <translation>{} 如何保存交叉注意力所看的内容未知</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Bits/weight</source>
        <translation>位/权重</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Excess kurtosis</source>
        <translation>超额峰度</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Infinite</source>
        <translation>无穷值</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL 散度</translation>
    </message>
    <message>
        <source>Largest change</source>
        <translation>最大变化</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>M</source>
        <translation>M</translation>
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
        <source>Minimum</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation>相对误差</translation>
    </message>
    <message>
        <source>Signal to noise</source>
        <translation>信噪比</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Std deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>T</source>
        <translation>T</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>不确定度</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>值的个数</translation>
    </message>
    <message>
        <source>Values more than six standard deviations out, in a million</source>
        <translation>偏离超过六个标准差的值，每百万个中的个数</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>零值</translation>
    </message>
    <message>
        <source>gains {} nats per {}; elsewhere they gain {}</source>
        <translation>每 {1} 收益 {0} nat；用在别处收益 {2}</translation>
    </message>
    <message>
        <source>k</source>
        <translation>k</translation>
    </message>
    <message>
        <source>loses {} nats per {} saved; elsewhere they gain only {}</source>
        <translation>每节省 {1} 损失 {0} nat；用在别处仅收益 {2}</translation>
    </message>
    <message>
        <source>max |W − Q|</source>
        <translation>max |W − Q|</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>nat</translation>
    </message>
    <message>
        <source>n·Σ(w − mean)⁴ ÷ (Σ(w − mean)²)² − 3; 0 for a normal distribution</source>
        <translation>n·Σ(w − mean)⁴ ÷ (Σ(w − mean)²)² − 3；正态分布为 0</translation>
    </message>
    <message>
        <source>would pay: {} nats per {}, elsewhere {}</source>
        <translation>值得：每 {1} {0} nat，别处 {2}</translation>
    </message>
    <message>
        <source>{}, {}</source>
        <translation>{}（{}）</translation>
    </message>
    <message>
        <source>|w| &gt; 6 σ</source>
        <translation>|w| &gt; 6 σ</translation>
    </message>
    <message>
        <source>ΣWQ ÷ (‖W‖ · ‖Q‖)</source>
        <translation>ΣWQ ÷ (‖W‖ · ‖Q‖)</translation>
    </message>
    <message>
        <source>Σw ÷ n</source>
        <translation>Σw ÷ n</translation>
    </message>
    <message>
        <source>‖W − Q‖ ÷ ‖W‖</source>
        <translation>‖W − Q‖ ÷ ‖W‖</translation>
    </message>
    <message>
        <source>−20 · log₁₀(‖W − Q‖ ÷ ‖W‖)</source>
        <translation>−20 · log₁₀(‖W − Q‖ ÷ ‖W‖)</translation>
    </message>
    <message>
        <source>√(Σ(w − mean)² ÷ n)</source>
        <translation>√(Σ(w − mean)² ÷ n)</translation>
    </message>
    <message>
        <source>columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>config.json says that the weights are quantized by &quot;{}&quot;, which may change more than their form, and they are plain numbers: if they are the model, remove quantization_config</source>
        <translation>config.json 称权重已用“{}”量化，这可能改变的不只是形式，而它们是普通数值：如果它们就是模型，请删除 quantization_config</translation>
    </message>
    <message>
        <source>{} was passed over: it is a Git LFS pointer, the file itself was not downloaded</source>
        <translation>已跳过 {}：它是 Git LFS 指针，文件本身尚未下载</translation>
    </message>
    <message>
        <source>The system&apos;s library refuses to.</source>
        <translation>系统的库拒绝执行。</translation>
    </message>
    <message>
        <source>graphics cards are not looked for on this system</source>
        <translation>在此系统上不查找显卡</translation>
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
    <message>
        <source>Quantlathe cannot start</source>
        <translation>Quantlathe 无法启动</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::AddressDialog</name>
    <message>
        <source>Open an address</source>
        <translation>打开地址</translation>
    </message>
    <message>
        <source>A model on a hub, such as hf:ORG/NAME or the address of its page in a browser. Only its headers are read, a few MB: sizes, memory and plans are exact. It can be downloaded afterwards.</source>
        <translation>Hub 上的模型，例如 hf:ORG/NAME 或其网页地址。只读取文件头，仅数 MB：大小、内存和计划都是准确的。之后可以下载。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
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
    <name>quantlathe::ui::BesideButton</name>
    <message>
        <source>What is loaded with the model and takes memory, too</source>
        <translation>与模型一起加载并同样占用内存的内容</translation>
    </message>
    <message>
        <source>Layers that predict further tokens</source>
        <translation>预测后续 token 的层</translation>
    </message>
    <message>
        <source>Image part (mmproj)…</source>
        <translation>图像部分 (mmproj)…</translation>
    </message>
    <message>
        <source>Draft model…</source>
        <translation>草稿模型…</translation>
    </message>
    <message>
        <source>Nothing beside it</source>
        <translation>不加载其他内容</translation>
    </message>
    <message>
        <source>MTP</source>
        <translation>MTP</translation>
    </message>
    <message>
        <source>image part</source>
        <translation>图像部分</translation>
    </message>
    <message>
        <source>draft model</source>
        <translation>草稿模型</translation>
    </message>
    <message>
        <source>Beside it: nothing</source>
        <translation>同时加载：无</translation>
    </message>
    <message>
        <source>Beside it: %1</source>
        <translation>同时加载：%1</translation>
    </message>
    <message>
        <source>The part that sees</source>
        <translation>视觉部分</translation>
    </message>
    <message>
        <source>GGUF files (*.gguf)</source>
        <translation>GGUF 文件 (*.gguf)</translation>
    </message>
    <message>
        <source>The model that drafts</source>
        <translation>起草模型</translation>
    </message>
    <message>
        <source>Models (*.safetensors *.gguf *.index.json);;All files (*)</source>
        <translation>模型 (*.safetensors *.gguf *.index.json);;所有文件 (*)</translation>
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
    <message>
        <source>On the scale of</source>
        <translation>标定依据</translation>
    </message>
    <message>
        <source>%1 measured presets</source>
        <translation>%1 个已测量的预设</translation>
    </message>
    <message>
        <source>A job: what an error in each part of this model does to its answers, however long it takes. Mixes of this model are searched by that from then on</source>
        <translation>一个任务：查明该模型各部分的误差对其回答的影响，无论耗时多久。此后该模型的组合都据此搜索</translation>
    </message>
    <message>
        <source>Measuring sensitivities, %1</source>
        <translation>正在测量敏感度，%1</translation>
    </message>
    <message>
        <source>Measure sensitivities</source>
        <translation>测量敏感度</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Tokens a second, at least</source>
        <translation>每秒至少多少个 token</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>至少</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>token/s</translation>
    </message>
    <message>
        <source>The best mix that makes so many tokens a second, in memory of the card and of this computer together</source>
        <translation>能达到该每秒 token 数的最佳混合，显卡显存与本机内存合在一起</translation>
    </message>
    <message>
        <source>Only of GGUF files in llama.cpp is it known how layers in main memory slow them down</source>
        <translation>只有 llama.cpp 中的 GGUF 文件才知道内存中的层会使其慢多少</translation>
    </message>
    <message>
        <source>1 ms more saves</source>
        <translation>多 1 毫秒可减少</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::CalibrationPanel</name>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Choose text…</source>
        <translation>选择文本…</translation>
    </message>
    <message>
        <source>A text (UTF-8) of the kind that the model will see</source>
        <translation>与模型实际用途同类的文本（UTF-8）</translation>
    </message>
    <message>
        <source>Usual text</source>
        <translation>常用文本</translation>
    </message>
    <message>
        <source>The text that comes with the program</source>
        <translation>程序自带的文本</translation>
    </message>
    <message>
        <source>Choose a text</source>
        <translation>选择文本</translation>
    </message>
    <message>
        <source>Not with this plan. %1</source>
        <translation>此方案不可用。%1</translation>
    </message>
    <message>
        <source>the text that comes with the program</source>
        <translation>程序自带的文本</translation>
    </message>
    <message>
        <source>%1 cannot be written without it, or an importance matrix.</source>
        <translation>没有它或重要性矩阵，无法写出 %1。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>A text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Importance matrix</source>
        <translation>重要性矩阵</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Te&amp;xt</source>
        <translation>文本(&amp;X)</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Sequences</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>Tokens of a sequence</source>
        <translation>每个序列的 token 数</translation>
    </message>
    <message>
        <source>Se&amp;quences</source>
        <translation>序列(&amp;Q)</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>校正</translation>
    </message>
    <message>
        <source>Independent</source>
        <translation>独立</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Corrected: each matrix also makes up for the errors of the ones before it. Independent: each for itself, for the model&apos;s own activations</source>
        <translation>校正：每个矩阵还会弥补它之前矩阵的误差。独立：每个矩阵只顾自己，使用模型本身的激活值</translation>
    </message>
    <message>
        <source>Texts (*.txt *.md *.raw);;All files (*)</source>
        <translation>文本 (*.txt *.md *.raw);;所有文件 (*)</translation>
    </message>
    <message>
        <source>as usual</source>
        <translation>通常值</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个 token</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>about %1 on this computer</source>
        <translation>在本机上约 %1</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>up to %1 beside the model&apos;s run</source>
        <translation>除运行模型外，最多 %1</translation>
    </message>
    <message>
        <source>Codes make up for each other&apos;s errors, matrix after matrix: the same size and format, often half the divergence.</source>
        <translation>各编码逐个矩阵地相互弥补误差：大小和格式不变，散度往往减半。</translation>
    </message>
    <message>
        <source>Codes are chosen by the weights alone. A text tells which inputs of a matrix are loud and which speak together; an importance matrix, made by llama-imatrix from this model, only the first. Some presets below 3 bits need one of them.</source>
        <translation>仅由权重选择编码。文本能说明矩阵的哪些输入强、哪些一同变化；由 llama-imatrix 从本模型生成的重要性矩阵只能说明前者。部分低于 3 位的预设需要其中之一。</translation>
    </message>
    <message>
        <source>No text with this plan. %1</source>
        <translation>此方案不能使用文本。%1</translation>
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
    <message>
        <source>Loads in</source>
        <translation>可用于</translation>
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
    <name>quantlathe::ui::ConsumerLine</name>
    <message>
        <source>no program that is checked here</source>
        <translation>此处检查的程序均不可用</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ConsumerList</name>
    <message>
        <source>Needs: %1</source>
        <translation>需要：%1</translation>
    </message>
    <message>
        <source>As of %1.</source>
        <translation>截至 %1。</translation>
    </message>
    <message>
        <source>As of %1, version %2.</source>
        <translation>截至 %1，版本 %2。</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Not known to load it: %1.</source>
        <translation>未知能否加载：%1。</translation>
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
    <name>quantlathe::ui::ConvertSheet</name>
    <message>
        <source>Convert</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>目标位置</translation>
    </message>
    <message>
        <source>&amp;Destination</source>
        <translation>目标位置(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Who loads it</source>
        <translation>哪些程序能加载</translation>
    </message>
    <message>
        <source>Copy as &amp;command</source>
        <translation>复制为命令(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the command that does this without a window</source>
        <translation>复制无需窗口即可完成此操作的命令</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Folder (*)</source>
        <translation>文件夹 (*)</translation>
    </message>
    <message>
        <source>Name the new folder</source>
        <translation>为新文件夹命名</translation>
    </message>
    <message>
        <source>Name the new file</source>
        <translation>为新文件命名</translation>
    </message>
    <message>
        <source>Convert to %1</source>
        <translation>转换为 %1</translation>
    </message>
    <message>
        <source>%1 bits per weight</source>
        <translation>每权重 %1 位</translation>
    </message>
    <message>
        <source>%1, exactly %2 bytes</source>
        <translation>%1，恰好 %2 字节</translation>
    </message>
    <message>
        <source>Asking the rules of each program</source>
        <translation>正在核对各程序的规则</translation>
    </message>
    <message>
        <source>Choose where to write</source>
        <translation>请选择写入位置</translation>
    </message>
    <message>
        <source>%1 exists already and would be replaced</source>
        <translation>%1 已存在，将被替换</translation>
    </message>
    <message>
        <source>Convert all the same</source>
        <translation>仍然转换</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 可用</translation>
    </message>
    <message>
        <source>Trying how fast this machine is</source>
        <translation>正在试测本机速度</translation>
    </message>
    <message>
        <source>Not known: %1</source>
        <translation>未知：%1</translation>
    </message>
    <message>
        <source>Less than a second, by a short trial on this machine</source>
        <translation>不到一秒，由本机短暂试算得出</translation>
    </message>
    <message>
        <source>About %1, by a short trial on this machine</source>
        <translation>约 %1，由本机短暂试算得出</translation>
    </message>
    <message>
        <source>Up to %1 beside the model&apos;s run</source>
        <translation>除模型运行外最多 %1</translation>
    </message>
    <message>
        <source>Up to %1</source>
        <translation>最多 %1</translation>
    </message>
    <message>
        <source>%1, %2 are free</source>
        <translation>%1，可用 %2</translation>
    </message>
    <message>
        <source>None: %1</source>
        <translation>无：%1</translation>
    </message>
    <message>
        <source>Importance matrix %1</source>
        <translation>重要性矩阵 %1</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Also the &amp;image part</source>
        <translation>同时转换图像部分(&amp;I)</translation>
    </message>
    <message>
        <source>What turns pictures into vectors, as llama.cpp loads it: a file of its own (mmproj)</source>
        <translation>将图片转换为向量的部分，供 llama.cpp 加载：一个单独的文件（mmproj）</translation>
    </message>
    <message>
        <source>Type of the image part</source>
        <translation>图像部分的类型</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1 free. The model&apos;s %2 are fetched file by file, up to %3 lie here at a time, none is kept</source>
        <translation>剩余 %1。模型的 %2 逐个文件获取，同时最多占用 %3，均不保留</translation>
    </message>
    <message>
        <source>As long as it takes to fetch %1, or longer</source>
        <translation>至少为获取 %1 所需的时间</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::DifferenceModel</name>
    <message>
        <source>only in the first</source>
        <translation>仅在第一个中</translation>
    </message>
    <message>
        <source>only in the second</source>
        <translation>仅在第二个中</translation>
    </message>
    <message>
        <source>other shape</source>
        <translation>形状不同</translation>
    </message>
    <message>
        <source>stored alike</source>
        <translation>存储方式相同</translation>
    </message>
    <message>
        <source>other encoding</source>
        <translation>编码不同</translation>
    </message>
    <message>
        <source>same bytes</source>
        <translation>字节相同</translation>
    </message>
    <message>
        <source>same values</source>
        <translation>数值相同</translation>
    </message>
    <message>
        <source>other values</source>
        <translation>数值不同</translation>
    </message>
    <message>
        <source>other bytes</source>
        <translation>字节不同</translation>
    </message>
    <message>
        <source>%1 values are NaN or infinite on either side; they do not count</source>
        <translation>%1 个值在某一侧为 NaN 或无穷大，不计入</translation>
    </message>
    <message>
        <source>√(Σ(a − b)² ÷ Σa²), a: the first model, b: the second</source>
        <translation>√(Σ(a − b)² ÷ Σa²)，a：第一个模型，b：第二个</translation>
    </message>
    <message>
        <source>The largest |a − b|</source>
        <translation>最大的 |a − b|</translation>
    </message>
    <message>
        <source>Cosine of the angle between both, as vectors: 1 is the same direction</source>
        <translation>两者作为向量时夹角的余弦：1 表示方向相同</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>First</source>
        <translation>第一个</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>第二个</translation>
    </message>
    <message>
        <source>First, MB</source>
        <translation>第一个，MB</translation>
    </message>
    <message>
        <source>Second, MB</source>
        <translation>第二个，MB</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::DifferenceService</name>
    <message>
        <source>The values of %1 are not on this computer</source>
        <translation>%1 的数值不在本机上</translation>
    </message>
    <message>
        <source>The two models have no tensor of one name and shape in common</source>
        <translation>两个模型没有名称和形状都相同的张量</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::DifferenceWindow</name>
    <message>
        <source>%1 beside %2</source>
        <translation>%1 与 %2 并排</translation>
    </message>
    <message>
        <source>First</source>
        <translation>第一个</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>第二个</translation>
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
        <source>Part of a name, a pattern with * and ?, or role:attn_q  layer:3-7  type:Q4_K; words are joined by &quot;and&quot; (Ctrl+F)</source>
        <translation>名称的一部分、含 * 和 ? 的模式，或 role:attn_q  layer:3-7  type:Q4_K；各词以“与”连接（Ctrl+F）</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Only what differs</source>
        <translation>仅差异</translation>
    </message>
    <message>
        <source>Tensors that are shown</source>
        <translation>显示的张量</translation>
    </message>
    <message>
        <source>Tensors of both models</source>
        <translation>两个模型的张量</translation>
    </message>
    <message>
        <source>Metadata that are not the same</source>
        <translation>不相同的元数据</translation>
    </message>
    <message>
        <source>Neither model has a tensor.</source>
        <translation>两个模型都没有张量。</translation>
    </message>
    <message>
        <source>Tensors, %1</source>
        <translation>张量，%1</translation>
    </message>
    <message>
        <source>Both say the same in their metadata.</source>
        <translation>两者的元数据内容相同。</translation>
    </message>
    <message>
        <source>Metadata, %1</source>
        <translation>元数据，%1</translation>
    </message>
    <message>
        <source>a copy of the first</source>
        <translation>第一个的副本</translation>
    </message>
    <message>
        <source>a copy of the second</source>
        <translation>第二个的副本</translation>
    </message>
    <message>
        <source>Into which file tensors are grafted</source>
        <translation>将张量移植到哪个文件</translation>
    </message>
    <message>
        <source>%1, %2 bits</source>
        <translation>%1，%2 位</translation>
    </message>
    <message>
        <source>Encoding of grafted tensors</source>
        <translation>移植张量的编码</translation>
    </message>
    <message>
        <source>Graft into</source>
        <translation>移植到</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Progress of the comparison</source>
        <translation>比较进度</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>The rows that are shown, as CSV (Ctrl+E)</source>
        <translation>将显示的行导出为 CSV（Ctrl+E）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>%1 stored alike</source>
        <translation>%1 个存储方式相同</translation>
    </message>
    <message>
        <source>%1 in another encoding</source>
        <translation>%1 个编码不同</translation>
    </message>
    <message>
        <source>%1 of another shape</source>
        <translation>%1 个形状不同</translation>
    </message>
    <message>
        <source>%1 only in the first</source>
        <translation>%1 个仅在第一个中</translation>
    </message>
    <message>
        <source>%1 only in the second</source>
        <translation>%1 个仅在第二个中</translation>
    </message>
    <message>
        <source>%1; %2 and %3 of weights</source>
        <translation>%1；权重分别为 %2 和 %3</translation>
    </message>
    <message>
        <source>%1 with the same bytes, %2 with the same values, %3 with others</source>
        <translation>%1 个字节相同，%2 个数值相同，%3 个不同</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Compare &amp;values</source>
        <translation>比较数值(&amp;V)</translation>
    </message>
    <message>
        <source>What was found stays</source>
        <translation>已找到的结果会保留</translation>
    </message>
    <message>
        <source>Read both: which tensors are the same, and how far the others are apart</source>
        <translation>读取两者：哪些张量相同，其余相差多远</translation>
    </message>
    <message>
        <source>Stopped: %1</source>
        <translation>已停止：%1</translation>
    </message>
    <message>
        <source>Values are not compared yet</source>
        <translation>尚未比较数值</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>，剩余 %1</translation>
    </message>
    <message>
        <source>Comparing, %1%2</source>
        <translation>正在比较，%1%2</translation>
    </message>
    <message>
        <source>Tensors are grafted into GGUF files; neither model is one</source>
        <translation>张量只能移植到 GGUF 文件；两个模型都不是</translation>
    </message>
    <message>
        <source>The values of %1 are not on this computer</source>
        <translation>%1 的数值不在本机上</translation>
    </message>
    <message>
        <source>&amp;Graft…</source>
        <translation>移植(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Graft 1 tensor…</source>
        <translation>移植 1 个张量(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Graft %1 tensors…</source>
        <translation>移植 %1 个张量(&amp;G)…</translation>
    </message>
    <message>
        <source>Select tensors that both models have and that can be quantized</source>
        <translation>请选择两个模型都有且可以量化的张量</translation>
    </message>
    <message>
        <source>Write a copy of %1 with these tensors encoded anew from %2; all others stay bit for bit</source>
        <translation>写出 %1 的副本，其中这些张量由 %2 重新编码，其余逐位不变</translation>
    </message>
    <message>
        <source>Graft 1 tensor as %1</source>
        <translation>将 1 个张量移植为 %1</translation>
    </message>
    <message>
        <source>Graft %1 tensors as %2</source>
        <translation>将 %1 个张量移植为 %2</translation>
    </message>
    <message>
        <source>&amp;KL divergence</source>
        <translation>KL 散度(&amp;K)</translation>
    </message>
    <message>
        <source>A job: runs a text through both and compares their answers, %1 against %2. Text and windows are those of Measure quality</source>
        <translation>一项任务：让两个模型处理同一文本并比较回答，%1 对比 %2。文本和窗口与“测量质量”相同</translation>
    </message>
    <message>
        <source>&amp;KL divergence, %1</source>
        <translation>KL 散度(&amp;K)，%1</translation>
    </message>
    <message>
        <source>KL divergence of %1 against %2: %3 nats a token; the same most likely token: %4; %5 tokens of %6</source>
        <translation>%1 对比 %2 的 KL 散度：每词元 %3 奈特；最可能的词元相同：%4；%6 的 %5 个词元</translation>
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
    <message>
        <source>A model&apos;s folder, a safetensors, GGUF or PyTorch file, or the address of a model on a hub</source>
        <translation>模型文件夹，safetensors、GGUF 或 PyTorch 文件，或 Hub 上模型的地址</translation>
    </message>
    <message>
        <source>Open address…</source>
        <translation>打开地址…</translation>
    </message>
    <message>
        <source>Compare %1 with %2</source>
        <translation>将 %1 与 %2 比较</translation>
    </message>
    <message>
        <source>Side by side, tensor by tensor. %1 stays open.</source>
        <translation>逐张量并排比较。%1 保持打开。</translation>
    </message>
    <message>
        <source>Merge %1</source>
        <translation>合并 %1</translation>
    </message>
    <message>
        <source>LoRA adapter, to be merged into the model it belongs to</source>
        <translation>LoRA 适配器，可合并到其所属的模型中</translation>
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
    <name>quantlathe::ui::ExplainCard</name>
    <message>
        <source>by role and depth, not measured</source>
        <translation>按角色和深度，未实测</translation>
    </message>
    <message>
        <source>by role and depth, errors weighed by the importance matrix</source>
        <translation>按角色和深度，误差按重要性矩阵加权</translation>
    </message>
    <message>
        <source>measured on this model</source>
        <translation>在此模型上实测</translation>
    </message>
    <message>
        <source>%1 nats a token, of all that share the encoding</source>
        <translation>每 token %1 nat，为共用该编码的全部权重之和</translation>
    </message>
    <message>
        <source>error (%1)² × sensitivity %2 = %3 nats a token</source>
        <translation>误差 (%1)² × 敏感度 %2 = 每 token %3 nat</translation>
    </message>
    <message>
        <source>%3 nats a token: more than error (%1)² × sensitivity %2, as the error is large</source>
        <translation>每 token %3 nat：因误差较大，高于误差 (%1)² × 敏感度 %2</translation>
    </message>
    <message>
        <source>Why this encoding</source>
        <translation>为什么是这种编码</translation>
    </message>
    <message>
        <source>Other encodings of this weight</source>
        <translation>该权重的其他编码</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>%1, %2, %3 bits per weight</source>
        <translation>%1，%2，每权重 %3 位</translation>
    </message>
    <message>
        <source>Predicted loss</source>
        <translation>预测损失</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>敏感度</translation>
    </message>
    <message>
        <source>Price of bytes</source>
        <translation>字节的价格</translation>
    </message>
    <message>
        <source>%1, in the best plan of this size</source>
        <translation>%1，在此大小的最佳方案中</translation>
    </message>
    <message>
        <source>One encoding for</source>
        <translation>共用一种编码</translation>
    </message>
    <message>
        <source>Next better</source>
        <translation>下一个更好</translation>
    </message>
    <message>
        <source>Next smaller</source>
        <translation>下一个更小</translation>
    </message>
    <message>
        <source>This weight has no other encoding</source>
        <translation>该权重没有其他编码</translation>
    </message>
    <message>
        <source>Measuring what every encoding loses, %1</source>
        <translation>正在测量各编码的损失，%1</translation>
    </message>
    <message>
        <source>What other encodings lose is not measured</source>
        <translation>其他编码的损失尚未测量</translation>
    </message>
    <message>
        <source>Errors from a sample of the rows. A loss is the predicted KL divergence from the original</source>
        <translation>误差来自抽样的行。损失为相对原模型的预测 KL 散度</translation>
    </message>
    <message>
        <source>Errors from all rows. A loss is the predicted KL divergence from the original</source>
        <translation>误差来自所有行。损失为相对原模型的预测 KL 散度</translation>
    </message>
    <message>
        <source>error (%1)² × sensitivity %2, of which calibrated codes leave %3: %4 nats a token</source>
        <translation>误差 (%1)² × 敏感度 %2，其中校准后的码留下 %3：每 token %4 nat</translation>
    </message>
    <message>
        <source>%1 nats per %2</source>
        <translation>每 %2 %1 nat</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ExplanationModel</name>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>What speaks for or against it</source>
        <translation>利弊</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::FactsCard</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::FormatCombo</name>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Loads in %1. %2</source>
        <translation>可用于 %1。%2</translation>
    </message>
    <message>
        <source>Open a model first</source>
        <translation>请先打开模型</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::FormatTableModel</name>
    <message>
        <source>Not for this model: %1</source>
        <translation>不适用于此模型：%1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
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
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>可运行于</translation>
    </message>
    <message>
        <source>Files, %1</source>
        <translation>文件（%1）</translation>
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
    <name>quantlathe::ui::JobLog</name>
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
    <message>
        <source>%1 weights, squared error of their outputs %2 lower at the median</source>
        <translation>%1 个权重，其输出的平方误差中位数降低 %2</translation>
    </message>
    <message>
        <source>calibrated: %1</source>
        <translation>已校准：%1</translation>
    </message>
    <message>
        <source>%1 to %2, begun in an earlier run of the program</source>
        <translation>%1 到 %2，在程序的前一次运行中开始</translation>
    </message>
    <message>
        <source>%1, begun in an earlier run of the program</source>
        <translation>%1，在程序的上一次运行中开始</translation>
    </message>
    <message>
        <source>finished after %1</source>
        <translation>%1 后完成</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>%1 over the network, of which nothing was kept</source>
        <translation>经网络 %1，均未保留</translation>
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
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Parts of the model</source>
        <translation>模型的部分</translation>
    </message>
    <message>
        <source>Measurements</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>%1 tokens of %2</source>
        <translation>%2 的 %1 个 token</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>To</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Over the network</source>
        <translation>经网络</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Show in Plan</source>
        <translation>在“计划”中显示</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>With NaN or infinite values</source>
        <translation>含 NaN 或无穷值</translation>
    </message>
    <message>
        <source>Looks for</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>what each encoding loses, and what that does to answers</source>
        <translation>每种编码的损失，及其对回答的影响</translation>
    </message>
    <message>
        <source>what each encoding loses</source>
        <translation>每种编码的损失</translation>
    </message>
    <message>
        <source>Show in Weights</source>
        <translation>在“权重”中显示</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>基础模型</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>已修改</translation>
    </message>
    <message>
        <source>%1 of %2 tensors</source>
        <translation>%2 个张量中的 %1 个</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>被测模型</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>参照</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL 散度</translation>
    </message>
    <message>
        <source>Same most likely token</source>
        <translation>最可能的词元相同</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>%1, the other one %2</source>
        <translation>%1，另一个 %2</translation>
    </message>
    <message>
        <source>Show side by side</source>
        <translation>并排显示</translation>
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
    <name>quantlathe::ui::LayerLossChart</name>
    <message>
        <source>Loss of each layer against plain rounding</source>
        <translation>每层损失与普通舍入之比</translation>
    </message>
    <message>
        <source>plain rounding</source>
        <translation>普通舍入</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Squared error, % of plain rounding</source>
        <translation>平方误差，普通舍入的 %</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>%1: %2 of plain rounding. Worst: %3, %4</source>
        <translation>%1：普通舍入的 %2。最差：%3，%4</translation>
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
    <message>
        <source>Converting works: the result says as little as the file.</source>
        <translation>可以转换：结果与此文件一样没有注明。</translation>
    </message>
    <message>
        <source>The result takes in files from outside of the model&apos;s folder</source>
        <translation>结果会包含模型文件夹之外的文件</translation>
    </message>
    <message>
        <source>%1 is a link to %2. What lies there is copied.</source>
        <translation>%1 是指向 %2 的链接。将复制那里的内容。</translation>
    </message>
    <message>
        <source>This conversion is not calibrated</source>
        <translation>此次转换未经校准</translation>
    </message>
    <message>
        <source>A mix for this model was not saved</source>
        <translation>此模型的一个混合方案未保存</translation>
    </message>
    <message>
        <source>Changed last %1.</source>
        <translation>上次修改：%1。</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>What was done is kept.</source>
        <translation>已完成的部分仍保留。</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>A model on a hub. Only its headers are read, a few MB.</source>
        <translation>Hub 上的模型。只读取文件头，仅数 MB。</translation>
    </message>
    <message>
        <source>What is done is kept and goes on from there next time.</source>
        <translation>已完成的部分会保留，下次从那里继续。</translation>
    </message>
    <message>
        <source>Its headers were here already.</source>
        <translation>其文件头已在本机。</translation>
    </message>
    <message>
        <source>Its headers were read, %1 over the network.</source>
        <translation>已读取其文件头，经网络 %1。</translation>
    </message>
    <message>
        <source>%1 is not on this computer</source>
        <translation>%1 不在本机上</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>下载…</translation>
    </message>
    <message>
        <source>Name the new folder for %1</source>
        <translation>为 %1 命名新文件夹</translation>
    </message>
    <message>
        <source>%1 is taken out of the list</source>
        <translation>%1 已从列表移除</translation>
    </message>
    <message>
        <source>What it has left is deleted after %1.</source>
        <translation>它留下的内容将在 %1 后删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>A job of an earlier run is forgotten</source>
        <translation>上次运行的一个任务已丢弃</translation>
    </message>
    <message>
        <source>Open &amp;address…</source>
        <translation>打开地址(&amp;A)…</translation>
    </message>
    <message>
        <source>The result does not say all that the model says</source>
        <translation>结果没有包含模型的全部信息</translation>
    </message>
    <message>
        <source>Convert…</source>
        <translation>转换…</translation>
    </message>
    <message>
        <source>&amp;Explain the encoding</source>
        <translation>解释编码(&amp;E)</translation>
    </message>
    <message>
        <source>Drop a model here to compare it</source>
        <translation>将模型拖放到此处进行比较</translation>
    </message>
    <message>
        <source>Compare with a model</source>
        <translation>与模型比较</translation>
    </message>
    <message>
        <source>Compare with the folder of a model</source>
        <translation>与模型文件夹比较</translation>
    </message>
    <message>
        <source>Compare with a fi&amp;le…</source>
        <translation>与文件比较(&amp;L)…</translation>
    </message>
    <message>
        <source>Compare with a fol&amp;der…</source>
        <translation>与文件夹比较(&amp;D)…</translation>
    </message>
    <message>
        <source>It does not say which model it was trained on.</source>
        <translation>它没有说明是基于哪个模型训练的。</translation>
    </message>
    <message>
        <source>It was trained on %1.</source>
        <translation>它基于 %1 训练。</translation>
    </message>
    <message>
        <source>Merge into %1…</source>
        <translation>合并到 %1…</translation>
    </message>
    <message>
        <source>The open model is another one: %1</source>
        <translation>打开的模型不是它的基础模型：%1</translation>
    </message>
    <message>
        <source>Merge into…</source>
        <translation>合并到…</translation>
    </message>
    <message>
        <source>%1 is a LoRA adapter, no model of its own</source>
        <translation>%1 是 LoRA 适配器，不是独立的模型</translation>
    </message>
    <message>
        <source>The folder of the model that %1 was trained on</source>
        <translation>%1 训练所基于的模型的文件夹</translation>
    </message>
    <message>
        <source>Name the new folder for the merged model</source>
        <translation>为合并后的模型命名新文件夹</translation>
    </message>
    <message>
        <source>%1, image part %2</source>
        <translation>%1，图像部分 %2</translation>
    </message>
    <message>
        <source>Sizes, memory and plans are exact; values and errors need the weights. Converting fetches them file by file and keeps the result alone.</source>
        <translation>大小、内存和方案均为精确值；数值和误差需要权重。转换时会逐个文件获取权重，只保留结果。</translation>
    </message>
    <message>
        <source>It can become %1.</source>
        <translation>可以转换为 %1。</translation>
    </message>
    <message>
        <source>Choose a format…</source>
        <translation>选择格式…</translation>
    </message>
    <message>
        <source>Jobs of earlier runs cannot be read</source>
        <translation>无法读取以前运行的任务</translation>
    </message>
    <message>
        <source>%1 Nothing is removed: the next start looks again.</source>
        <translation>%1 不会删除任何内容：下次启动时会再次读取。</translation>
    </message>
    <message>
        <source>&amp;Close the model</source>
        <translation>关闭模型(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;New window</source>
        <translation>新建窗口(&amp;N)</translation>
    </message>
    <message>
        <source>Next part of the wi&amp;ndow</source>
        <translation>窗口的下一部分(&amp;N)</translation>
    </message>
    <message>
        <source>Previous part of the window</source>
        <translation>窗口的上一部分</translation>
    </message>
    <message>
        <source>Open recen&amp;t</source>
        <translation>最近打开(&amp;T)</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>1 weight has an encoding that was set by hand</source>
        <translation>1 个权重的编码由手动设置</translation>
    </message>
    <message>
        <source>%1 weights have encodings that were set by hand</source>
        <translation>%1 个权重的编码由手动设置</translation>
    </message>
    <message>
        <source>The search leaves pinned weights as they are and chooses all others.</source>
        <translation>搜索会保留已固定的权重，并为其余权重选择编码。</translation>
    </message>
    <message>
        <source>Pin and search</source>
        <translation>固定并搜索</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>全部重新选择</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>撤销%1(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>重做%1(&amp;R)</translation>
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
    <name>quantlathe::ui::MeasureCard</name>
    <message>
        <source>Plan</source>
        <translation>计划</translation>
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
        <source>Same top token</source>
        <translation>首选 token 相同</translation>
    </message>
    <message>
        <source>What was measured</source>
        <translation>测量结果</translation>
    </message>
    <message>
        <source>Show in Compare</source>
        <translation>在“比较”中显示</translation>
    </message>
    <message>
        <source>Open the model where it is not open, and show what was measured beside the other presets</source>
        <translation>如果模型未打开则打开它，并将测量结果与其他预设一同显示</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>%1 tokens of %2</source>
        <translation>%2 的 %1 个 token</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>模型：%1</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原模型</translation>
    </message>
    <message>
        <source>%1, high effort</source>
        <translation>%1，高投入</translation>
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
        <source>Starting</source>
        <translation>正在开始</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>，剩余 %1</translation>
    </message>
    <message>
        <source>Waits for the jobs before it</source>
        <translation>等待前面的任务</translation>
    </message>
    <message>
        <source>%1 (%2)%3</source>
        <translation>%1（%2）%3</translation>
    </message>
    <message>
        <source>This is the text of the calibration: what is calibrated on it looks better here than it is. Measure on another one.</source>
        <translation>这是校准所用的文本：以它校准的结果在这里会显得比实际更好。请用另一段文本测量。</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>系列</translation>
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
    <message>
        <source>%1, at least</source>
        <translation>%1，至少</translation>
    </message>
    <message>
        <source>Beside it</source>
        <translation>同时加载</translation>
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
    <message>
        <source>Estimated for the program that loads each format, all layers on the card</source>
        <translation>按加载各格式的程序估算，所有层都在显卡上</translation>
    </message>
    <message>
        <source>; %1: %2 sequences at once, %3 tokens in all</source>
        <translation>；%1：同时 %2 条序列，共 %3 个 token</translation>
    </message>
    <message>
        <source>Beside it</source>
        <translation>同时加载</translation>
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
    <name>quantlathe::ui::MetadataDifferenceModel</name>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>First</source>
        <translation>第一个</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>第二个</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::OfferLine</name>
    <message>
        <source>Take it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Chooses GGUF, this preset and this type of the KV cache</source>
        <translation>选用 GGUF、此预设和此 KV 缓存类型</translation>
    </message>
    <message>
        <source>Nothing to recommend: %1.</source>
        <translation>没有可推荐的：%1。</translation>
    </message>
    <message>
        <source>Nothing leaves 1 GiB free: close what else uses the memory.</source>
        <translation>没有任何选择能留出 1 GiB：请关闭其他占用内存的程序。</translation>
    </message>
    <message>
        <source>One step up: %1.</source>
        <translation>高一档：%1。</translation>
    </message>
    <message>
        <source>One step down: %1.</source>
        <translation>低一档：%1。</translation>
    </message>
    <message>
        <source>Two steps up: %1.</source>
        <translation>高两档：%1。</translation>
    </message>
    <message>
        <source>Two steps down: %1.</source>
        <translation>低两档：%1。</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::OffloadLine</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Does not fit whole: %1, about %2 tokens/s.</source>
        <translation>无法整体装下：%1，约 %2 token/s。</translation>
    </message>
    <message>
        <source>Does not fit whole: %1. How fast that is depends on the bandwidth of main memory.</source>
        <translation>无法整体装下：%1。速度取决于内存带宽。</translation>
    </message>
    <message>
        <source>Command line that runs it</source>
        <translation>运行它的命令行</translation>
    </message>
    <message>
        <source>Copy the command line</source>
        <translation>复制命令行</translation>
    </message>
    <message>
        <source>In vLLM: %1 sequences of %2 tokens at once.</source>
        <translation>在 vLLM 中：同时 %1 个 %2 token 的序列。</translation>
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
    <name>quantlathe::ui::PlanHistory</name>
    <message>
        <source>change of the pins</source>
        <translation>更改固定项</translation>
    </message>
    <message>
        <source>pin of %1</source>
        <translation>固定 %1</translation>
    </message>
    <message>
        <source>release of %1</source>
        <translation>取消固定 %1</translation>
    </message>
    <message>
        <source>encoding of %1</source>
        <translation>%1 的编码</translation>
    </message>
    <message>
        <source>change of the rules</source>
        <translation>更改规则</translation>
    </message>
    <message>
        <source>change of the effort</source>
        <translation>更改精细度</translation>
    </message>
    <message>
        <source>change of the options</source>
        <translation>更改选项</translation>
    </message>
    <message>
        <source>choice of %1</source>
        <translation>选择 %1</translation>
    </message>
    <message>
        <source>change of the plan</source>
        <translation>更改方案</translation>
    </message>
    <message>
        <source>%1 pins</source>
        <translation>固定 %1 个权重</translation>
    </message>
    <message>
        <source>release of %1 pins</source>
        <translation>取消固定 %1 个权重</translation>
    </message>
    <message>
        <source>%1 encodings</source>
        <translation>%1 个权重的编码</translation>
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
    <message>
        <source>select cells, then choose an encoding or press 2 to 8; a double click explains</source>
        <translation>选择单元格，再选择编码或按 2 至 8；双击查看原因</translation>
    </message>
    <message>
        <source>Explain the encoding of %1</source>
        <translation>解释编码：%1</translation>
    </message>
    <message>
        <source>No cell is chosen</source>
        <translation>未选择单元格</translation>
    </message>
    <message>
        <source>Choose the weight that shall be explained.</source>
        <translation>请选择要解释的权重。</translation>
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
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>after calibration</source>
        <translation>校准之后</translation>
    </message>
    <message>
        <source>Encoding alone, on all threads of this computer; reading, writing and a text that chooses codes come on top. From a few rows of every encoding</source>
        <translation>仅编码，使用本机所有线程；读取、写入以及用文本选择码另计。由每种编码的少量行推算</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Loads in</source>
        <translation>可用于</translation>
    </message>
    <message>
        <source>Sequences at once: %1</source>
        <translation>同时的序列数：%1</translation>
    </message>
    <message>
        <source>not sensible</source>
        <translation>不合适</translation>
    </message>
    <message>
        <source>A text chooses the codes: what is lost is known when it is measured</source>
        <translation>由文本选择编码：损失在测量后才知道</translation>
    </message>
    <message>
        <source>Predicted KL divergence from the original, nats a token: %1 to %2</source>
        <translation>预测的与原模型的 KL 散度，每 token nats：%1 到 %2</translation>
    </message>
    <message>
        <source>Not sensible: %1. %2</source>
        <translation>不合适：%1。%2</translation>
    </message>
    <message>
        <source>Quality, KL</source>
        <translation>质量, KL</translation>
    </message>
    <message>
        <source>fits, but this card cannot run it</source>
        <translation>放得下，但这张显卡无法运行</translation>
    </message>
    <message>
        <source>cannot run</source>
        <translation>无法运行</translation>
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
    <message>
        <source>%1. A click shows the formats that the model can become</source>
        <translation>%1。点击可查看该模型能转换成的格式</translation>
    </message>
    <message>
        <source>Not possible as %1</source>
        <translation>无法转换为 %1</translation>
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
        <source>Copy</source>
        <translation>复制</translation>
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
    <message>
        <source>✓ calibrated</source>
        <translation>✓ 已校准</translation>
    </message>
    <message>
        <source>Loads in</source>
        <translation>可用于</translation>
    </message>
    <message>
        <source>reading what was written</source>
        <translation>正在读取写出的内容</translation>
    </message>
    <message>
        <source>The most that the whole program held while the job ran, its window and what else it did included</source>
        <translation>任务运行期间整个程序占用的最大内存，包括窗口和同时进行的其他工作</translation>
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
    <message>
        <source>pinned</source>
        <translation>已固定</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::RunningCard</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Triangle: the worst matrix of its layer. A click shows it in Weights.</source>
        <translation>三角：该层最差的矩阵。单击可在“权重”中查看。</translation>
    </message>
    <message>
        <source>%1 tensors are written. A click shows one in Weights.</source>
        <translation>已写出 %1 个张量。单击可在“权重”中查看。</translation>
    </message>
    <message>
        <source>The text runs first. Then what its codes spare is shown, layer by layer.</source>
        <translation>先运行文本，随后逐层显示其编码所减少的误差。</translation>
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
    <message>
        <source>This computer: %1</source>
        <translation>本机：%1</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::SpeedChart</name>
    <message>
        <source>Speed of the job</source>
        <translation>任务的速度</translation>
    </message>
    <message>
        <source>Time, seconds</source>
        <translation>时间，秒</translation>
    </message>
    <message>
        <source>Speed, MB/s</source>
        <translation>速度，MB/s</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::StatisticsTable</name>
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
    <message>
        <source>Whether it fits %1 is not known</source>
        <translation>不清楚 %1 是否装得下</translation>
    </message>
    <message>
        <source>Fits %1, but this card cannot run it</source>
        <translation>%1 放得下，但这张显卡无法运行</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TableCombo</name>
    <message>
        <source>Grey rows say why in their first cell</source>
        <translation>灰色行在第一个单元格说明原因</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TensorErrorChart</name>
    <message>
        <source>Error of each tensor</source>
        <translation>每个张量的误差</translation>
    </message>
    <message>
        <source>Tensor, as they come</source>
        <translation>张量，按写出顺序</translation>
    </message>
    <message>
        <source>Relative error, %</source>
        <translation>相对误差，%</translation>
    </message>
    <message>
        <source>%1, %2: relative error %3</source>
        <translation>%1，%2：相对误差 %3</translation>
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
    <message>
        <source>the plan leaves the layer out</source>
        <translation>计划去掉了这一层</translation>
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
    <message>
        <source>Explain the encoding</source>
        <translation>解释编码</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TopBar</name>
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
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Normal: the bytes of the format&apos;s reference implementation. High: a lower error in the same format and size; converting takes longer</source>
        <translation>普通：与该格式参考实现相同的字节。高：格式和大小相同，误差更小；转换用时更长</translation>
    </message>
    <message>
        <source>What %1 uses can be written in one way only</source>
        <translation>%1 所用的编码只有一种写法</translation>
    </message>
    <message>
        <source>Runs in</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>The program that shall load the result. What it does not load is grey in lists and charts, and can still be chosen</source>
        <translation>用来加载结果的程序。它不能加载的内容在列表和图表中变灰，但仍可选择</translation>
    </message>
    <message>
        <source>Any program</source>
        <translation>任意程序</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
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
