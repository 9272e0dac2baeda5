<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>HtmlReport</name>
    <message>
        <source>%1, %2 tokens, KV cache %3, batch %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loads in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided by the importance matrix %1: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoding of every weight; darker means more bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What each encoding takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the first that matches wins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>plan.json, for quantlathe-cli convert --plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory is an estimate, speed a range. Users: share of surveyed users whose card holds it (%1, %2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors were not measured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every tensor as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, a report by Quantlathe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made by Quantlathe %1, %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImportanceTexts</name>
    <message>
        <source>%1 and %2 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 matrices covered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GGUF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>older .dat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibration texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chunks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 matrices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Experts never used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries of no weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>covered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The calibration text never reached %1 of %2 experts; their columns count evenly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The importance matrix has values for every input column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The importance matrix has no values: all columns count evenly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The importance matrix has %1 values, the tensor needs %2: they are ignored</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelTexts</name>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, × %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SentencePiece</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>byte-level BPE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, 1 file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Element type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, of %2 each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (grouped-query)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FFN size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Experts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sliding window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RoPE base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RoPE scaling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Norm epsilon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output tied to embedding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV cache per token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 KiB at f16</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Special tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin of text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End of text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beside them: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feed-forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Norms and others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All %1 tensors inside their files, no overlaps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every tensor has a known role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistics work, converting does not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The source is already quantized (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A second rounding adds to the first. Use the BF16 file when you have it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contents not read yet: values that are no numbers, outliers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No NaN, no infinite values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 tensor holds NaN or infinite values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tensors hold NaN or infinite values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No value lies more than 20 σ out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 tensor holds outliers beyond 20 σ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tensors hold outliers beyond 20 σ</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>M</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MB/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlanFacts</name>
    <message>
        <source>pure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output as stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, high effort</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planned mix</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemTexts</name>
    <message>
        <source>Not enough memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This did not work</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Hide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>No picture format is called .%1. Use .png, .svg or .csv.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture (*.png);;Drawing (*.svg);;Numbers (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wrote %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no memory and compare charts: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The numbers as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as PNG, SVG or CSV (Ctrl+E); drag from here into another program</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TensorRows</name>
    <message>
        <source>%1 bias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>1 bit: the signs and a scale; for models that were trained so</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1.6 bits, three levels, the smallest for any model; needs an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1.7 bits for weights of three levels; for models that were trained so</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1.75 bits, three levels; needs an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1: groups run along the rows, which fast kernels need. 0: along the columns, often a smaller error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2 bits for weights of three levels; for models that were trained so</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2 bits nearly everywhere; needs an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2 bits with a scale, blocks of 64; for models that were trained so</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2 bits; value, output and down projections in 3 to 4 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2.1 bits from a code book; needs an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2.3 bits from a code book; needs an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2.3 to 3.4 bits from code books; needs an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2.6 to 3.4 bits from code books; needs an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3 bits in every matrix but the output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3 bits; value, output and down projections in 4 to 5 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3 bits; value, output and down projections in 5 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3.1 to 3.4 bits from code books; needs an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3.4 bits from a code book in every matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3.4 bits from a code book; value, output and down projections in part in 4 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4 bits with non-linear levels, blocks of 256; smaller than Q4_K_S</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4 bits with non-linear levels, blocks of 32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4 bits; a few early matrices in 5 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4 bits; half of the value and down projections in 6 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5 bits in every matrix but the output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5 bits; half of the value and down projections in 6 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>6 bits a weight in every matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>8 bits a weight; hardly any loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A solver moves the zero point of every group until few weights are far off, in seconds and without any text to calibrate on. Every layer may have bits and groups of its own; below three bits calibrated formats lose less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All linear layers in 8-bit floating point, a scale a row; activations too while the model runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All weights in 32-bit floats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bound of activations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eight bits, a scale a row; outliers of the activations are computed in 16 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eight bits: hardly any error, half the size of 16 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every tensor as it is stored: to split, merge or relabel a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Experts in 4-bit floats, all other matrices in 8 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FP4 whose scales are quantized to eight bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FP8 as Meta made Llama 3.1 405B: feed-forward matrices only, first and last layer whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FP8: activations above it are cut off while the model runs. 1200 is the loaders&apos; default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Four bits as tiny floating-point numbers; larger error than NF4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Four bits at the quantiles of a normal distribution, a scale for every block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Four bits with scale and offset for every group (torchao&apos;s Int4Tensor)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Four bits: the library&apos;s default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half-quadratic solver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loaders leave it in 16 bits; small models lose much when it is quantized.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matrices in bfloat16, as most models are published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matrices in half precision; large BF16 values can overflow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meta&apos;s kernels for large cards: FP8 multiplies weights and activations in 8-bit floating point, INT4 stores four bits with a scale and an offset for every group. Both are made in one pass without calibration; older cards cannot run them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moves the zero points in up to 20 steps; without it codes are only rounded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NF4 whose scales are quantized to eight bits: 0.4 bits a weight smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older 4-bit blocks with a scale; fast everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older 4-bit blocks with scale and minimum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older 5-bit blocks with a scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older 5-bit blocks with scale and minimum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One bit: for experiments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One file with everything in it, for any machine: CPU, every kind of graphics card, or both at once. The widest choice of sizes, from 16 bits down to less than 2, mixed weight by weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantize the output matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The type of scales and zero points, and what the weights are decoded to. float16 is the library&apos;s default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The type that NF4 and FP4 weights are decoded to for multiplying.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three bits, packed ten to a 32-bit word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two bits: small groups are needed to keep the model usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type of scales</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights are rounded in blocks, without any text to calibrate on, and decoded on the fly while the model runs. The usual base for fine-tuning with QLoRA; other formats of the same size answer faster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of a row that share a scale and an offset in INT4. Smaller groups have a smaller error and a larger file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights that share a scale and a zero point. Smaller groups have a smaller error and a larger file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights that share a scale in NF4 and FP4. Smaller blocks have a smaller error and a larger file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transformers leaves it in 16 bits; small models lose much when it is quantized.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transformers, vLLM (Hopper and newer cards)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Inspect, plan and convert language-model checkpoints.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write charts of the model into this folder and exit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a report of the model, its plan and all presets into this HTML file and exit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan.json to report on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write screenshots of every page into this folder and exit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The card that the model shall run on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context in tokens: 16384 or 16k.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The importance matrix that guides the conversion.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the window for screenshots, 1440x900 if not given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File or folder to open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of the window: en, de or zh_CN.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::AudienceChart</name>
    <message>
        <source>Who can run it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the card, GiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 with context %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights only %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::BudgetPanel</name>
    <message>
        <source>role and depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 kB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits/weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find the best mix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the mix of encodings that loses least within the budget, and make it the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring what every encoding loses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What more bytes buy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>predicted KL divergence; line: best mixes, dots: presets. Drag along the line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bpw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tokens, KV cache %2, with 1 GiB to spare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as good as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 less damage at the same size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 less damage than %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 more damage at the same size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 more damage than %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Solve again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measuring, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>searching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predicted KL divergence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nats per token between the answers of the original and of this plan; 0 is the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Likely range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sensitivity from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the optimum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>proven best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>below %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 bpw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VRAM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 less</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::CompareChart</name>
    <message>
        <source>Size against quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File size, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory on the card, GiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative error, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KL divergence, nats per token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to compare: this model cannot be converted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring the presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No measurements yet. Measure how the model changes on a text: press Measure…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 preset shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 presets shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lie further right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at %2 tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the context alone does not fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, beyond the right edge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, next to no loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>original %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ± %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 bits per weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At high effort</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same top token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, original %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sampled: %1 of %2 weights, 95 % interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured on all %1 weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured on %1 tokens, 95 % interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predicted from the presets that were measured, 95 % interval</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ComparePage</name>
    <message>
        <source>Size against quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All formats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presets of the chosen format, or of all formats that the model can become</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory on the card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Across</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure perplexity and KL divergence on a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effort</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The error at normal effort, at high effort (small marks), or both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure exactly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure every preset on all weights instead of a sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presets by error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing measured yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measured on %1 tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filled: measured on %1 tokens; outlined: predicted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measuring, %1 of %2 presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lower and further left is better</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ContextChart</name>
    <message>
        <source>Memory against context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context, tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lies above</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ContextCombo</name>
    <message>
        <source>Context, tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context in tokens (Ctrl+L): 16384 and 16k are the same</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ContextSlider</name>
    <message>
        <source>Context, tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snaps to powers of two; hold Shift for steps between them</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::DropArea</name>
    <message>
        <source>%1 is an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It guides the conversion of the model that it was made from. Open that model first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Importance matrix, to guide the plan for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a model&apos;s folder, or a safetensors, GGUF or PyTorch file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a model here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model&apos;s folder, or a safetensors, GGUF or PyTorch file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the sample model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening reads only the headers; nothing is changed and nothing leaves this computer.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::EmptyPage</name>
    <message>
        <source>Recent models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sizes of files are in GB (10&lt;sup&gt;9&lt;/sup&gt; bytes), memory is in GiB (2&lt;sup&gt;30&lt;/sup&gt; bytes).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::EncodingDelegate</name>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the preset says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the preset says: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bpw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planned encoding</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::FrontChart</name>
    <message>
        <source>What more bytes buy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known after the first search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your plan</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::HistogramChart</name>
    <message>
        <source>Histogram of the weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 beyond</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ImportancePanel</name>
    <message>
        <source>Importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan and convert without it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None is used. It tells which input columns of a weight matter most, so that small encodings spend their bits there; some presets below 3 bits need one. Choose or drop a file made by llama-imatrix from this model (.gguf or .dat).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::JobQueue</name>
    <message>
        <source>%1 to %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>written, verified and named, %1 in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::JobsDock</name>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 elapsed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start now, beside the running job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause (Ctrl+Shift+P)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel (Ctrl+.)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out of the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, took %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for the job above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused at %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped at %1. Resume goes on from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the job out of the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of work would be lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What %1 has written so far is deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::LayerBinsChart</name>
    <message>
        <source>Layers against weight values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the layer, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer %1, about %2: %3 of its weights. Click to select the layer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::LayerRolesMap</name>
    <message>
        <source>All layers by role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layers of this architecture are not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MainWindow</name>
    <message>
        <source>Quantlathe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 — Quantlathe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistics work. Converting works once you have said which pre-tokenizer it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the pre-tokenizer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistics work, converting does not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; none for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 guides the plan now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, verified, relative error %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models (*.safetensors *.gguf *.bin *.pt *.pth *.index.json);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder of a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Importance matrices (*.gguf *.dat *.imatrix);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the new folder for %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convert to %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 exists already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replacing it loses what is in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convert all the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs are running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 job is not finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 jobs are not finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is done is kept; the same conversion goes on from there next time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open f&amp;older…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the &amp;sample model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export the chart…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Report…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo in the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo in the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Back to the plain preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use an &amp;importance matrix…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;move the importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;High effort: lower error, slower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the pre-&amp;tokenizer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the plan &amp;as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Load a plan…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a &amp;rule…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Difference against a preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Filter the tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a &amp;preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a &amp;GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the conte&amp;xt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Measure quality…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel the chosen job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause or go on with the job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Quantlathe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder (Ctrl+Shift+O)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the tensors (F9)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;More contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;System colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P&amp;ure: the preset&apos;s main encoding everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Leave the output matrix as it is stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;One file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most %1 each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The &amp;same files as the source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colou&amp;rs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Files of the output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Quantlathe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Quantlathe %1&lt;/b&gt;&lt;br&gt;Inspect, plan and convert language-model checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licensed under the GNU General Public License, version 3 or later.&lt;br&gt;Built with Qt (LGPL 3), QCustomPlot (GPL 3), oneTBB, Highway and SentencePiece (Apache 2.0), fmt and nlohmann/json (MIT), PCRE2 (BSD).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo in the plan (Ctrl+Z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo in the plan (Ctrl+Shift+Z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use a plan.json that was saved before, or that another program made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the plan as plan.json, for this program and the command line (Ctrl+S)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model, plan, presets and charts as one HTML page (Ctrl+R)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report cannot be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plans (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan cannot be saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load a plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plans (*.json);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language changes when Quantlathe starts again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;System language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MatrixView</name>
    <message>
        <source>layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoding of every weight: one column a layer, one row a role</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MaximaChart</name>
    <message>
        <source>Largest value of every column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest |weight|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a tensor in the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a single tensor to see its columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest value of every row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none of %1 columns beyond %2 × the median</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none of %1 rows beyond %2 × the median</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 columns beyond %3 × the median</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 rows beyond %3 × the median</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>column %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>row %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MeasureDialog</name>
    <message>
        <source>Measure quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs a text through the original and through each plan, as its file would answer, and compares their predictions token by token. No file is written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Windows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conte&amp;xt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a token is predicted from at most so many before it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Windows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plans to measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Texts (*.txt *.md *.raw);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prose, code and ten languages, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1; %2 tokens are scored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The original is measured. Choose what to compare with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All of these are measured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About %1, by a short trial on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying how fast this machine is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>plan %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 left for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 (%3)%4</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MeasureService</name>
    <message>
        <source>original</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MemoryBarsChart</name>
    <message>
        <source>Memory in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overhead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory on the card, GiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 tokens, KV cache %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MemoryPage</name>
    <message>
        <source>Memory in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All formats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presets of the chosen format, or of all formats that the model can become</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overhead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory against context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who can run it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>% of surveyed users with such a card, %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch: sequences at the same time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sequences that run at the same time, each with the full context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context, tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tokens, KV cache %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimated for %1, all layers on the card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, GiB; the longest context that fits for each KV type</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MessageArea</name>
    <message>
        <source>Close this line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::OptionsForm</name>
    <message>
        <source>Options</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::OverviewPage</name>
    <message>
        <source>Architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presets on the chosen card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size, MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read all weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads every weight once and looks for values that are no numbers and for outliers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, opened in %2 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, loads in %2. %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tokens, KV cache %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>headers and contents, read in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading the weights, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>headers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PlanMatrixModel</name>
    <message>
        <source>layer %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mixed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 bits a weight, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>several encodings, %1 bits a weight, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>relative error %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has %2 bits here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set by a rule or by name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pinned: planning leaves it as it is</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PlanPage</name>
    <message>
        <source>Encoding of every weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoding to paint with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the brush and Return give to the selected weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush: drag over the cells to paint them. Without it dragging selects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pin the selection: planning again leaves it as it is (P)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Against</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset to compare with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The preset that the plan is compared with (Ctrl+D)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the first that matches wins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the rule up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the rule down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the rule away (Delete)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the rule away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add rule…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules of the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Totals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>darker means more bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>encodings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What each encoding takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the preset says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2 selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 roles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cells selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every weight as in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 unlike %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>select cells, then choose an encoding or press 2 to 8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot stand here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No encoding of this format has about %1 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one from the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the preset says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a rule for these…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show among the tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative error of every weight, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits per weight against %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PlanTableModel</name>
    <message>
        <source>Fit on %1 at %2 tokens, KV cache %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Floats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>estimating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sampled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes, exactly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>8 × %1 bytes ÷ %2 parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights on the card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overhead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Together %1 of %2 on %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With high effort: other bytes in the same format and size, found by a longer search. With an importance matrix it lowers the error of the columns that matter; the plain error shown here can rise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What %1 uses can be written in one way only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The largest multiple of 256 tokens that leaves nothing of the card free, at most the trained context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of surveyed users have a card that holds it; %2 with 1 GiB to spare; %3 hold the weights alone. %4, %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Σ parameters × ‖W − Q‖ ÷ ‖W‖, over all weights ÷ Σ parameters. %1 of %2 weights looked at%3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; ± is the 95 % interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured on %1 tokens; ± is the 95 % interval. Mean of Σ P(i) (log P(i) − log Q(i)) in nats per token, P of the original, Q of this plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not measured: press Measure…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Family</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits/weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VRAM, GiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit, GiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Users, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative error, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High effort, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same token, %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PreTokenizerDialog</name>
    <message>
        <source>Choose the pre-tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before a tokenizer looks words up, it cuts the text into pieces: at spaces, digits, punctuation. llama.cpp knows these rules by name, and the name is written into the GGUF file. With a wrong one the file loads and answers, but it reads numbers, code and foreign scripts differently from the original.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the name that belongs to the vocabulary of this model: usually that of the model it was trained from, such as llama-bpe for Llama 3, qwen2 for Qwen, tekken for Mistral Nemo. &quot;default&quot; means GPT-2&apos;s old rules and is right for few models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre-tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pre-tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a name from the list first</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PresetCombo</name>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset (Ctrl+P)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a model first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspection only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reckoning sizes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bpw</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::RecentModels</name>
    <message>
        <source>today, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ResultCard</name>
    <message>
        <source>Log of the job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the command that repeats this job without a window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No jobs yet. Choose a preset and press Convert.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused. What is done is kept beside the destination.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped. What is done is kept beside the destination until it is resumed or started anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The result will stand here: size, error against the prediction, verification.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ verified, every tensor read back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as planned, to the byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>planned: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>predicted %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measured on all weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>block scales included</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worst tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 changed, %2 kept as they were</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::RuleDialog</name>
    <message>
        <source>Matches no weight that has a choice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of the %2 weights it matches cannot have that encoding: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matches 1 weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matches %1 weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights that meet all conditions given here get the encoding. The first rule that matches wins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name pattern</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Glob</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Glob: * any run of characters, ? one, over the whole name. Regex: found anywhere in the name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any name, or for example blk.*.attn_v.weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all, or for example 0-3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Encoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers are a number or two, such as 0-3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::RulesModel</name>
    <message>
        <source>/%1/</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layers %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everything else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as %1 says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules above decide all that it matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::Session</name>
    <message>
        <source>%1 is an importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It guides the conversion of the model that it was made from. Open that model first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan is %1 now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::StatisticsTable</name>
    <message>
        <source>Minimum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Σw ÷ n</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Std deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>√(Σ(w − mean)² ÷ n)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Excess kurtosis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>n·Σ(w − mean)⁴ ÷ (Σ(w − mean)²)² − 3; 0 for a normal distribution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zeros, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|w| &gt; 6 σ, ppm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values more than six standard deviations out, in a million</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN, infinite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative error, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>‖W − Q‖ ÷ ‖W‖</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signal to noise, dB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>−20 · log₁₀(‖W − Q‖ ÷ ‖W‖)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ΣWQ ÷ (‖W‖ · ‖Q‖)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max |W − Q|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::StatusLine</name>
    <message>
        <source>Fits %1, %2 free at %3 tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tight on %1, %2 free at %3 tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not fit %1, %2 short at %3 tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 job waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 jobs waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No jobs running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 parameters, %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bpw</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TensorTreeModel</name>
    <message>
        <source>layer %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative error of the planned encoding, ‖W − Q‖ ÷ ‖W‖</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the importance matrix has values for the tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imatrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 NaN, %2 infinite values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The largest value lies %1 standard deviations out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The format leaves no choice for this tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes as planned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>‖W − Q‖ ÷ ‖W‖ = %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mixed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>covered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TensorsDock</name>
    <message>
        <source>Tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name or pattern, e.g. *.ffn_down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter of the tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of a name, a pattern with * and ?, or role:attn_q  layer:3-7  type:Q4_K  imatrix:missing; words are joined by &quot;and&quot; (Ctrl+F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, of which %2 have a choice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planned encoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing in the importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First layers (0 to 3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TopBar</name>
    <message>
        <source>%1 · loads in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a model first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effort</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bytes of the format&apos;s reference implementation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Searches longer for codes with a lower error; same format, same size, slower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The card that the model shall run on (Ctrl+G)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV cache type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the encoding of every weight, or have the best mix found (Alt+4)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the file (Ctrl+Return)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context, tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format · %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loads in %1. %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with importance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal: the bytes of the format&apos;s reference implementation. High: a lower error in the same format and size; converting takes longer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What %1 uses can be written in one way only</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TotalsModel</name>
    <message>
        <source>Total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with metadata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Norms, biases and what else the format stores in one way only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::WeightsPage</name>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Levels of the block before (Page Up)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Levels of the next block (Page Down)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Excess kurtosis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the cells show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maxima</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decoded from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>row %1, columns %2 to %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the %1 levels of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the %1 values that occur in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of the weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a tensor, a module or a layer in the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 weights, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 weights in %2 tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, reading</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
