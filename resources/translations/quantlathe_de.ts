<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>HtmlReport</name>
    <message>
        <source>%1, %2 tokens, KV cache %3, batch %4</source>
        <translation>%1, %2 Tokens, KV-Cache %3, Batch %4</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>Tokenizer</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>Tensoren</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Loads in</source>
        <translation>Ladbar in</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation>Bits pro Gewicht</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>Tokens/s</translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation>Relativer Fehler</translation>
    </message>
    <message>
        <source>Guided by the importance matrix %1: %2.</source>
        <translation>Gesteuert durch die Wichtigkeitsmatrix %1: %2.</translation>
    </message>
    <message>
        <source>Encoding of every weight; darker means more bits</source>
        <translation>Kodierung jedes Gewichts; dunkler heißt mehr Bits</translation>
    </message>
    <message>
        <source>What each encoding takes</source>
        <translation>Platzbedarf der Kodierungen</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>the first that matches wins</source>
        <translation>die erste zutreffende gilt</translation>
    </message>
    <message>
        <source>plan.json, for quantlathe-cli convert --plan</source>
        <translation>plan.json, für quantlathe-cli convert --plan</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Voreinstellungen</translation>
    </message>
    <message>
        <source>Memory is an estimate, speed a range. Users: share of surveyed users whose card holds it (%1, %2).</source>
        <translation>Der Speicherbedarf ist geschätzt, die Geschwindigkeit ein Bereich. Nutzer: Anteil der Befragten, deren Karte ausreicht (%1, %2).</translation>
    </message>
    <message>
        <source>Errors were not measured.</source>
        <translation>Fehler wurden nicht gemessen.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Histogram of %1</source>
        <translation>Histogramm von %1</translation>
    </message>
    <message>
        <source>Every tensor as CSV</source>
        <translation>Alle Tensoren als CSV</translation>
    </message>
    <message>
        <source>%1, a report by Quantlathe</source>
        <translation>%1, ein Bericht von Quantlathe</translation>
    </message>
    <message>
        <source>Made by Quantlathe %1, %2.</source>
        <translation>Erstellt mit Quantlathe %1, %2.</translation>
    </message>
</context>
<context>
    <name>ImportanceTexts</name>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>%1 of %2 matrices covered</source>
        <translation>%1 von %2 Matrizen abgedeckt</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Dateiart</translation>
    </message>
    <message>
        <source>GGUF</source>
        <translation>GGUF</translation>
    </message>
    <message>
        <source>older .dat</source>
        <translation>älteres .dat</translation>
    </message>
    <message>
        <source>Calibration texts</source>
        <translation>Kalibrierungstexte</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>Chunks</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%1 mit je %2 Tokens</translation>
    </message>
    <message>
        <source>Covered</source>
        <translation>Abgedeckt</translation>
    </message>
    <message>
        <source>%1 of %2 matrices</source>
        <translation>%1 von %2 Matrizen</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlend</translation>
    </message>
    <message>
        <source>Another width</source>
        <translation>Andere Breite</translation>
    </message>
    <message>
        <source>Experts never used</source>
        <translation>Nie benutzte Experten</translation>
    </message>
    <message>
        <source>Entries of no weight</source>
        <translation>Unbekannte Einträge</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>covered</source>
        <translation>abgedeckt</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>other width</source>
        <translation>andere Breite</translation>
    </message>
    <message>
        <source>The calibration text never reached %1 of %2 experts; their columns count evenly</source>
        <translation>Der Kalibrierungstext hat %1 von %2 Experten nie erreicht; ihre Spalten zählen gleich viel</translation>
    </message>
    <message>
        <source>The importance matrix has values for every input column</source>
        <translation>Die Wichtigkeitsmatrix hat Werte für jede Eingabespalte</translation>
    </message>
    <message>
        <source>The importance matrix has no values: all columns count evenly</source>
        <translation>Die Wichtigkeitsmatrix hat keine Werte: alle Spalten zählen gleich viel</translation>
    </message>
    <message>
        <source>The importance matrix has %1 values, the tensor needs %2: they are ignored</source>
        <translation>Die Wichtigkeitsmatrix hat %1 Werte, der Tensor braucht %2: sie werden ignoriert</translation>
    </message>
</context>
<context>
    <name>ModelTexts</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1, × %2</source>
        <translation>%1, × %2</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1, ausgehend von %2</translation>
    </message>
    <message>
        <source>SentencePiece</source>
        <translation>SentencePiece</translation>
    </message>
    <message>
        <source>byte-level BPE</source>
        <translation>BPE auf Byte-Ebene</translation>
    </message>
    <message>
        <source>%1, 1 file</source>
        <translation>%1, 1 Datei</translation>
    </message>
    <message>
        <source>%1, %2 files</source>
        <translation>%1, %2 Dateien</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Element type</source>
        <translation>Elementtyp</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Trained context</source>
        <translation>Trainierter Kontext</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>Vokabular</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>Tensoren</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Hidden size</source>
        <translation>Hidden Size</translation>
    </message>
    <message>
        <source>Attention heads</source>
        <translation>Attention-Köpfe</translation>
    </message>
    <message>
        <source>%1, of %2 each</source>
        <translation>%1, Breite je %2</translation>
    </message>
    <message>
        <source>KV heads</source>
        <translation>KV-Köpfe</translation>
    </message>
    <message>
        <source>%1 (grouped-query)</source>
        <translation>%1 (Grouped-Query)</translation>
    </message>
    <message>
        <source>FFN size</source>
        <translation>FFN-Größe</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>Experten</translation>
    </message>
    <message>
        <source>%1, %2 at once</source>
        <translation>%1, davon %2 aktiv</translation>
    </message>
    <message>
        <source>Sliding window</source>
        <translation>Gleitendes Fenster</translation>
    </message>
    <message>
        <source>RoPE base</source>
        <translation>RoPE-Basis</translation>
    </message>
    <message>
        <source>RoPE scaling</source>
        <translation>RoPE-Skalierung</translation>
    </message>
    <message>
        <source>Norm epsilon</source>
        <translation>Norm-Epsilon</translation>
    </message>
    <message>
        <source>Output tied to embedding</source>
        <translation>Ausgabe an Embedding gekoppelt</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>KV cache per token</source>
        <translation>KV-Cache pro Token</translation>
    </message>
    <message>
        <source>%1 KiB at f16</source>
        <translation>%1 KiB bei f16</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>Tokenizer</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>keiner gefunden</translation>
    </message>
    <message>
        <source>%1, %2 entries</source>
        <translation>%1, %2 Einträge</translation>
    </message>
    <message>
        <source>Special tokens</source>
        <translation>Spezial-Tokens</translation>
    </message>
    <message>
        <source>Begin of text</source>
        <translation>Textanfang</translation>
    </message>
    <message>
        <source>End of text</source>
        <translation>Textende</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>Chat-Vorlage</translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation>%1 Zeichen</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 Dateien</translation>
    </message>
    <message>
        <source>Beside them: %1</source>
        <translation>Daneben: %1</translation>
    </message>
    <message>
        <source>Feed-forward</source>
        <translation>Feed-Forward</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>Embedding</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Norms and others</source>
        <translation>Normierung und andere</translation>
    </message>
    <message>
        <source>All %1 tensors inside their files, no overlaps</source>
        <translation>Alle %1 Tensoren liegen innerhalb ihrer Dateien, ohne Überlappung</translation>
    </message>
    <message>
        <source>Every tensor has a known role</source>
        <translation>Jeder Tensor hat eine bekannte Rolle</translation>
    </message>
    <message>
        <source>Statistics work, converting does not.</source>
        <translation>Statistiken sind möglich, Konvertieren nicht.</translation>
    </message>
    <message>
        <source>The source is already quantized (%1)</source>
        <translation>Die Quelle ist bereits quantisiert (%1)</translation>
    </message>
    <message>
        <source>A second rounding adds to the first. Use the BF16 file when you have it.</source>
        <translation>Eine zweite Rundung kommt zur ersten hinzu. Wenn vorhanden, die BF16-Datei verwenden.</translation>
    </message>
    <message>
        <source>Contents not read yet: values that are no numbers, outliers</source>
        <translation>Inhalte noch nicht gelesen: ungültige Zahlenwerte, Ausreißer</translation>
    </message>
    <message>
        <source>No NaN, no infinite values</source>
        <translation>Kein NaN, keine unendlichen Werte</translation>
    </message>
    <message>
        <source>1 tensor holds NaN or infinite values</source>
        <translation>1 Tensor enthält NaN oder unendliche Werte</translation>
    </message>
    <message>
        <source>%1 tensors hold NaN or infinite values</source>
        <translation>%1 Tensoren enthalten NaN oder unendliche Werte</translation>
    </message>
    <message>
        <source>No value lies more than 20 σ out</source>
        <translation>Kein Wert liegt mehr als 20 σ entfernt</translation>
    </message>
    <message>
        <source>1 tensor holds outliers beyond 20 σ</source>
        <translation>1 Tensor enthält Ausreißer jenseits von 20 σ</translation>
    </message>
    <message>
        <source>%1 tensors hold outliers beyond 20 σ</source>
        <translation>%1 Tensoren enthalten Ausreißer jenseits von 20 σ</translation>
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
        <translation>Mrd.</translation>
    </message>
    <message>
        <source>M</source>
        <translation>Mio.</translation>
    </message>
    <message>
        <source>k</source>
        <translation>k</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>MB/s</source>
        <translation>MB/s</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
</context>
<context>
    <name>PlanFacts</name>
    <message>
        <source>pure</source>
        <translation>rein</translation>
    </message>
    <message>
        <source>output as stored</source>
        <translation>Ausgabe wie gespeichert</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 Dateien</translation>
    </message>
    <message>
        <source>%1, high effort</source>
        <translation>%1, hoher Aufwand</translation>
    </message>
    <message>
        <source>Planned mix</source>
        <translation>Geplante Mischung</translation>
    </message>
</context>
<context>
    <name>ProblemTexts</name>
    <message>
        <source>Not enough memory</source>
        <translation>Nicht genug Speicher</translation>
    </message>
    <message>
        <source>Close other programs, then try again.</source>
        <translation>Andere Programme schließen und erneut versuchen.</translation>
    </message>
    <message>
        <source>This did not work</source>
        <translation>Das hat nicht funktioniert</translation>
    </message>
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Hide</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation>%1 ausblenden</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>No picture format is called .%1. Use .png, .svg or .csv.</source>
        <translation>Ein Bildformat .%1 gibt es nicht. Möglich sind .png, .svg und .csv.</translation>
    </message>
    <message>
        <source>Export the chart</source>
        <translation>Diagramm exportieren</translation>
    </message>
    <message>
        <source>Picture (*.png);;Drawing (*.svg);;Numbers (*.csv)</source>
        <translation>Bild (*.png);;Zeichnung (*.svg);;Zahlen (*.csv)</translation>
    </message>
    <message>
        <source>wrote %1</source>
        <translation>%1 geschrieben</translation>
    </message>
    <message>
        <source>Histogram of %1</source>
        <translation>Histogramm von %1</translation>
    </message>
    <message>
        <source>no memory and compare charts: %1</source>
        <translation>keine Diagramme zu Speicher und Vergleich: %1</translation>
    </message>
    <message>
        <source>The numbers as CSV</source>
        <translation>Die Zahlen als CSV</translation>
    </message>
    <message>
        <source>Export as PNG, SVG or CSV (Ctrl+E); drag from here into another program</source>
        <translation>Als PNG, SVG oder CSV exportieren (Strg+E); von hier in ein anderes Programm ziehen</translation>
    </message>
</context>
<context>
    <name>TensorRows</name>
    <message>
        <source>%1 bias</source>
        <translation>%1 (Bias)</translation>
    </message>
    <message>
        <source>layer %1, %2</source>
        <translation>Schicht %1, %2</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>1 bit: the signs and a scale; for models that were trained so</source>
        <translation>1 Bit: die Vorzeichen und ein Skalenfaktor; für so trainierte Modelle</translation>
    </message>
    <message>
        <source>1.6 bits, three levels, the smallest for any model; needs an importance matrix</source>
        <translation>1,6 Bit, drei Stufen, die kleinste für beliebige Modelle; braucht eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>1.7 bits for weights of three levels; for models that were trained so</source>
        <translation>1,7 Bit für Gewichte mit drei Stufen; für so trainierte Modelle</translation>
    </message>
    <message>
        <source>1.75 bits, three levels; needs an importance matrix</source>
        <translation>1,75 Bit, drei Stufen; braucht eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>1: groups run along the rows, which fast kernels need. 0: along the columns, often a smaller error.</source>
        <translation>1: Gruppen verlaufen entlang der Zeilen, wie schnelle Kernel es brauchen. 0: entlang der Spalten, oft mit kleinerem Fehler.</translation>
    </message>
    <message>
        <source>2 bits for weights of three levels; for models that were trained so</source>
        <translation>2 Bit für Gewichte mit drei Stufen; für so trainierte Modelle</translation>
    </message>
    <message>
        <source>2 bits nearly everywhere; needs an importance matrix</source>
        <translation>2 Bit fast überall; braucht eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>2 bits with a scale, blocks of 64; for models that were trained so</source>
        <translation>2 Bit mit Skalenfaktor, Blöcke zu 64; für so trainierte Modelle</translation>
    </message>
    <message>
        <source>2 bits; value, output and down projections in 3 to 4 bits</source>
        <translation>2 Bit; Value-, Output- und Down-Projektionen in 3 bis 4 Bit</translation>
    </message>
    <message>
        <source>2.1 bits from a code book; needs an importance matrix</source>
        <translation>2,1 Bit aus einem Codebuch; braucht eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>2.3 bits from a code book; needs an importance matrix</source>
        <translation>2,3 Bit aus einem Codebuch; braucht eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>2.3 to 3.4 bits from code books; needs an importance matrix</source>
        <translation>2,3 bis 3,4 Bit aus Codebüchern; braucht eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>2.6 to 3.4 bits from code books; needs an importance matrix</source>
        <translation>2,6 bis 3,4 Bit aus Codebüchern; braucht eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>3 bits in every matrix but the output</source>
        <translation>3 Bit in jeder Matrix außer der Ausgabe</translation>
    </message>
    <message>
        <source>3 bits; value, output and down projections in 4 to 5 bits</source>
        <translation>3 Bit; Value-, Output- und Down-Projektionen in 4 bis 5 Bit</translation>
    </message>
    <message>
        <source>3 bits; value, output and down projections in 5 bits</source>
        <translation>3 Bit; Value-, Output- und Down-Projektionen in 5 Bit</translation>
    </message>
    <message>
        <source>3.1 to 3.4 bits from code books; needs an importance matrix</source>
        <translation>3,1 bis 3,4 Bit aus Codebüchern; braucht eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>3.4 bits from a code book in every matrix</source>
        <translation>3,4 Bit aus einem Codebuch in jeder Matrix</translation>
    </message>
    <message>
        <source>3.4 bits from a code book; value, output and down projections in part in 4 bits</source>
        <translation>3,4 Bit aus einem Codebuch; Value-, Output- und Down-Projektionen teils in 4 Bit</translation>
    </message>
    <message>
        <source>4 bits with non-linear levels, blocks of 256; smaller than Q4_K_S</source>
        <translation>4 Bit mit nichtlinearen Stufen, Blöcke zu 256; kleiner als Q4_K_S</translation>
    </message>
    <message>
        <source>4 bits with non-linear levels, blocks of 32</source>
        <translation>4 Bit mit nichtlinearen Stufen, Blöcke zu 32</translation>
    </message>
    <message>
        <source>4 bits; a few early matrices in 5 bits</source>
        <translation>4 Bit; einige frühe Matrizen in 5 Bit</translation>
    </message>
    <message>
        <source>4 bits; half of the value and down projections in 6 bits</source>
        <translation>4 Bit; die Hälfte der Value- und Down-Projektionen in 6 Bit</translation>
    </message>
    <message>
        <source>5 bits in every matrix but the output</source>
        <translation>5 Bit in jeder Matrix außer der Ausgabe</translation>
    </message>
    <message>
        <source>5 bits; half of the value and down projections in 6 bits</source>
        <translation>5 Bit; die Hälfte der Value- und Down-Projektionen in 6 Bit</translation>
    </message>
    <message>
        <source>6 bits a weight in every matrix</source>
        <translation>6 Bits pro Gewicht in jeder Matrix</translation>
    </message>
    <message>
        <source>8 bits a weight; hardly any loss</source>
        <translation>8 Bits pro Gewicht; kaum Verlust</translation>
    </message>
    <message>
        <source>A solver moves the zero point of every group until few weights are far off, in seconds and without any text to calibrate on. Every layer may have bits and groups of its own; below three bits calibrated formats lose less.</source>
        <translation>Ein Löser verschiebt den Nullpunkt jeder Gruppe, bis nur noch wenige Gewichte stark abweichen, in Sekunden und ohne Kalibrierungstext. Jede Schicht kann eigene Bits und Gruppen haben; unter drei Bit verlieren kalibrierte Formate weniger.</translation>
    </message>
    <message>
        <source>All linear layers in 8-bit floating point, a scale a row; activations too while the model runs</source>
        <translation>Alle linearen Schichten in 8-Bit-Gleitkomma, ein Skalenfaktor pro Zeile; zur Laufzeit auch die Aktivierungen</translation>
    </message>
    <message>
        <source>All weights in 32-bit floats</source>
        <translation>Alle Gewichte in 32-Bit-Gleitkomma</translation>
    </message>
    <message>
        <source>Axis</source>
        <translation>Achse</translation>
    </message>
    <message>
        <source>Block size</source>
        <translation>Blockgröße</translation>
    </message>
    <message>
        <source>Bound of activations</source>
        <translation>Grenze der Aktivierungen</translation>
    </message>
    <message>
        <source>Compute type</source>
        <translation>Rechentyp</translation>
    </message>
    <message>
        <source>Eight bits, a scale a row; outliers of the activations are computed in 16 bits</source>
        <translation>Acht Bit, ein Skalenfaktor pro Zeile; Ausreißer der Aktivierungen werden in 16 Bit gerechnet</translation>
    </message>
    <message>
        <source>Eight bits: hardly any error, half the size of 16 bits</source>
        <translation>Acht Bit: kaum Fehler, halb so groß wie 16 Bit</translation>
    </message>
    <message>
        <source>Every tensor as it is stored: to split, merge or relabel a model</source>
        <translation>Jeder Tensor wie gespeichert: um ein Modell aufzuteilen, zusammenzuführen oder neu zu beschriften</translation>
    </message>
    <message>
        <source>Experts in 4-bit floats, all other matrices in 8 bits</source>
        <translation>Experten in 4-Bit-Gleitkomma, alle anderen Matrizen in 8 Bit</translation>
    </message>
    <message>
        <source>FP4 whose scales are quantized to eight bits</source>
        <translation>FP4, dessen Skalenfaktoren auf acht Bit quantisiert sind</translation>
    </message>
    <message>
        <source>FP8 as Meta made Llama 3.1 405B: feed-forward matrices only, first and last layer whole</source>
        <translation>FP8, wie Meta es bei Llama 3.1 405B einsetzt: nur Feed-Forward-Matrizen, erste und letzte Schicht unverändert</translation>
    </message>
    <message>
        <source>FP8: activations above it are cut off while the model runs. 1200 is the loaders&apos; default.</source>
        <translation>FP8: höhere Aktivierungen werden zur Laufzeit abgeschnitten. 1200 ist die Vorgabe der Ladeprogramme.</translation>
    </message>
    <message>
        <source>Four bits as tiny floating-point numbers; larger error than NF4</source>
        <translation>Vier Bit als winzige Gleitkommazahlen; größerer Fehler als NF4</translation>
    </message>
    <message>
        <source>Four bits at the quantiles of a normal distribution, a scale for every block</source>
        <translation>Vier Bit an den Quantilen einer Normalverteilung, ein Skalenfaktor pro Block</translation>
    </message>
    <message>
        <source>Four bits with scale and offset for every group (torchao&apos;s Int4Tensor)</source>
        <translation>Vier Bit mit Skalenfaktor und Offset für jede Gruppe (Int4Tensor von torchao)</translation>
    </message>
    <message>
        <source>Four bits: the library&apos;s default</source>
        <translation>Vier Bit: die Vorgabe der Bibliothek</translation>
    </message>
    <message>
        <source>Group size</source>
        <translation>Gruppengröße</translation>
    </message>
    <message>
        <source>Half-quadratic solver</source>
        <translation>Halbquadratischer Löser</translation>
    </message>
    <message>
        <source>Loaders leave it in 16 bits; small models lose much when it is quantized.</source>
        <translation>Ladeprogramme lassen sie in 16 Bit; kleine Modelle verlieren viel, wenn sie quantisiert wird.</translation>
    </message>
    <message>
        <source>Matrices in bfloat16, as most models are published</source>
        <translation>Matrizen in bfloat16, wie die meisten Modelle veröffentlicht werden</translation>
    </message>
    <message>
        <source>Matrices in half precision; large BF16 values can overflow</source>
        <translation>Matrizen in halber Genauigkeit; große BF16-Werte können überlaufen</translation>
    </message>
    <message>
        <source>Meta&apos;s kernels for large cards: FP8 multiplies weights and activations in 8-bit floating point, INT4 stores four bits with a scale and an offset for every group. Both are made in one pass without calibration; older cards cannot run them.</source>
        <translation>Metas Kernel für große Karten: FP8 multipliziert Gewichte und Aktivierungen in 8-Bit-Gleitkomma, INT4 speichert vier Bit mit Skalenfaktor und Offset für jede Gruppe. Beide entstehen in einem Durchgang ohne Kalibrierung; ältere Karten können sie nicht ausführen.</translation>
    </message>
    <message>
        <source>Moves the zero points in up to 20 steps; without it codes are only rounded.</source>
        <translation>Verschiebt die Nullpunkte in bis zu 20 Schritten; ohne ihn werden die Codes nur gerundet.</translation>
    </message>
    <message>
        <source>NF4 whose scales are quantized to eight bits: 0.4 bits a weight smaller</source>
        <translation>NF4, dessen Skalenfaktoren auf acht Bit quantisiert sind: 0,4 Bits pro Gewicht kleiner</translation>
    </message>
    <message>
        <source>Older 4-bit blocks with a scale; fast everywhere</source>
        <translation>Ältere 4-Bit-Blöcke mit Skalenfaktor; überall schnell</translation>
    </message>
    <message>
        <source>Older 4-bit blocks with scale and minimum</source>
        <translation>Ältere 4-Bit-Blöcke mit Skalenfaktor und Minimum</translation>
    </message>
    <message>
        <source>Older 5-bit blocks with a scale</source>
        <translation>Ältere 5-Bit-Blöcke mit Skalenfaktor</translation>
    </message>
    <message>
        <source>Older 5-bit blocks with scale and minimum</source>
        <translation>Ältere 5-Bit-Blöcke mit Skalenfaktor und Minimum</translation>
    </message>
    <message>
        <source>One bit: for experiments</source>
        <translation>Ein Bit: für Experimente</translation>
    </message>
    <message>
        <source>One file with everything in it, for any machine: CPU, every kind of graphics card, or both at once. The widest choice of sizes, from 16 bits down to less than 2, mixed weight by weight.</source>
        <translation>Eine Datei, die alles enthält, für jeden Rechner: CPU, jede Art von Grafikkarte oder beides zugleich. Die größte Auswahl an Größen, von 16 Bit bis unter 2, Gewicht für Gewicht gemischt.</translation>
    </message>
    <message>
        <source>Quantize the output matrix</source>
        <translation>Ausgabematrix quantisieren</translation>
    </message>
    <message>
        <source>The type of scales and zero points, and what the weights are decoded to. float16 is the library&apos;s default.</source>
        <translation>Der Typ der Skalenfaktoren und Nullpunkte, in den auch die Gewichte dekodiert werden. Vorgabe der Bibliothek ist float16.</translation>
    </message>
    <message>
        <source>The type that NF4 and FP4 weights are decoded to for multiplying.</source>
        <translation>Der Typ, in den NF4- und FP4-Gewichte zum Multiplizieren dekodiert werden.</translation>
    </message>
    <message>
        <source>Three bits, packed ten to a 32-bit word</source>
        <translation>Drei Bit, je zehn Werte in einem 32-Bit-Wort</translation>
    </message>
    <message>
        <source>Two bits: small groups are needed to keep the model usable</source>
        <translation>Zwei Bit: nur mit kleinen Gruppen bleibt das Modell brauchbar</translation>
    </message>
    <message>
        <source>Type of scales</source>
        <translation>Skalenfaktor-Typ</translation>
    </message>
    <message>
        <source>Weights are rounded in blocks, without any text to calibrate on, and decoded on the fly while the model runs. The usual base for fine-tuning with QLoRA; other formats of the same size answer faster.</source>
        <translation>Gewichte werden blockweise gerundet, ohne Kalibrierungstext, und erst zur Laufzeit dekodiert. Die übliche Grundlage für das Feintuning mit QLoRA; andere Formate gleicher Größe antworten schneller.</translation>
    </message>
    <message>
        <source>Weights of a row that share a scale and an offset in INT4. Smaller groups have a smaller error and a larger file.</source>
        <translation>Gewichte einer Zeile, die sich in INT4 Skalenfaktor und Offset teilen. Kleinere Gruppen haben einen kleineren Fehler und eine größere Datei.</translation>
    </message>
    <message>
        <source>Weights that share a scale and a zero point. Smaller groups have a smaller error and a larger file.</source>
        <translation>Gewichte, die sich Skalenfaktor und Nullpunkt teilen. Kleinere Gruppen haben einen kleineren Fehler und eine größere Datei.</translation>
    </message>
    <message>
        <source>Weights that share a scale in NF4 and FP4. Smaller blocks have a smaller error and a larger file.</source>
        <translation>Gewichte, die sich in NF4 und FP4 einen Skalenfaktor teilen. Kleinere Blöcke haben einen kleineren Fehler und eine größere Datei.</translation>
    </message>
    <message>
        <source>transformers leaves it in 16 bits; small models lose much when it is quantized.</source>
        <translation>transformers lässt sie in 16 Bit; kleine Modelle verlieren viel, wenn sie quantisiert wird.</translation>
    </message>
    <message>
        <source>transformers, vLLM (Hopper and newer cards)</source>
        <translation>transformers, vLLM (Karten ab Hopper)</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Inspect, plan and convert language-model checkpoints.</source>
        <translation>Sprachmodell-Checkpoints untersuchen, planen und konvertieren.</translation>
    </message>
    <message>
        <source>Write charts of the model into this folder and exit.</source>
        <translation>Diagramme des Modells in diesen Ordner schreiben und beenden.</translation>
    </message>
    <message>
        <source>Write a report of the model, its plan and all presets into this HTML file and exit.</source>
        <translation>Einen Bericht über das Modell, seinen Plan und alle Voreinstellungen in diese HTML-Datei schreiben und beenden.</translation>
    </message>
    <message>
        <source>The plan.json to report on.</source>
        <translation>Die plan.json, über die berichtet wird.</translation>
    </message>
    <message>
        <source>Write screenshots of every page into this folder and exit.</source>
        <translation>Bildschirmfotos aller Seiten in diesen Ordner schreiben und beenden.</translation>
    </message>
    <message>
        <source>The card that the model shall run on.</source>
        <translation>Die Karte, auf der das Modell laufen soll.</translation>
    </message>
    <message>
        <source>Context in tokens: 16384 or 16k.</source>
        <translation>Kontext in Tokens: 16384 oder 16k.</translation>
    </message>
    <message>
        <source>The importance matrix that guides the conversion.</source>
        <translation>Die Wichtigkeitsmatrix, die die Konvertierung steuert.</translation>
    </message>
    <message>
        <source>Size of the window for screenshots, 1440x900 if not given.</source>
        <translation>Fenstergröße für Bildschirmfotos, ohne Angabe 1440x900.</translation>
    </message>
    <message>
        <source>File or folder to open.</source>
        <translation>Datei oder Ordner zum Öffnen.</translation>
    </message>
    <message>
        <source>Language of the window: en, de or zh_CN.</source>
        <translation>Sprache des Fensters: en, de oder zh_CN.</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::AudienceChart</name>
    <message>
        <source>Who can run it</source>
        <translation>Wer es ausführen kann</translation>
    </message>
    <message>
        <source>Memory of the card, GiB</source>
        <translation>Speicher der Karte, GiB</translation>
    </message>
    <message>
        <source>%1 with context %2</source>
        <translation>%1 mit Kontext: %2</translation>
    </message>
    <message>
        <source>weights only %1</source>
        <translation>nur Gewichte: %1</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::BudgetPanel</name>
    <message>
        <source>role and depth</source>
        <translation>Rolle und Tiefe</translation>
    </message>
    <message>
        <source>importance matrix</source>
        <translation>Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>Messung</translation>
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
        <translation>Budget</translation>
    </message>
    <message>
        <source>Fits GPU</source>
        <translation>GPU-Speicher</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>Dateigröße</translation>
    </message>
    <message>
        <source>Bits/weight</source>
        <translation>Bits/Gewicht</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Find the best mix</source>
        <translation>Beste Mischung suchen</translation>
    </message>
    <message>
        <source>Search the mix of encodings that loses least within the budget, and make it the plan</source>
        <translation>Die Mischung von Kodierungen suchen, die im Budget am wenigsten verliert, und als Plan übernehmen</translation>
    </message>
    <message>
        <source>Measuring what every encoding loses</source>
        <translation>Verlust jeder Kodierung wird gemessen</translation>
    </message>
    <message>
        <source>What more bytes buy</source>
        <translation>Was mehr Bytes bringen</translation>
    </message>
    <message>
        <source>predicted KL divergence; line: best mixes, dots: presets. Drag along the line</source>
        <translation>vorhergesagte KL-Divergenz; Linie: beste Mischungen, Punkte: Voreinstellungen. Entlang der Linie ziehen</translation>
    </message>
    <message>
        <source>bpw</source>
        <translation>bpw</translation>
    </message>
    <message>
        <source>%1 tokens, KV cache %2, with 1 GiB to spare</source>
        <translation>%1 Tokens, KV-Cache %2, mit 1 GiB Reserve</translation>
    </message>
    <message>
        <source>as good as %1</source>
        <translation>so gut wie %1</translation>
    </message>
    <message>
        <source>%1 less damage at the same size</source>
        <translation>%1 weniger Verlust bei gleicher Größe</translation>
    </message>
    <message>
        <source>%1 less damage than %2</source>
        <translation>%1 weniger Verlust als %2</translation>
    </message>
    <message>
        <source>%1 more damage at the same size</source>
        <translation>%1 mehr Verlust bei gleicher Größe</translation>
    </message>
    <message>
        <source>%1 more damage than %2</source>
        <translation>%1 mehr Verlust als %2</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Solve again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>measuring, %1</source>
        <translation>Messung läuft, %1</translation>
    </message>
    <message>
        <source>searching</source>
        <translation>Suche läuft</translation>
    </message>
    <message>
        <source>Predicted KL divergence</source>
        <translation>Vorhergesagte KL-Divergenz</translation>
    </message>
    <message>
        <source>Nats per token between the answers of the original and of this plan; 0 is the same</source>
        <translation>Nats pro Token zwischen den Antworten des Originals und denen dieses Plans; 0 heißt gleich</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Likely range</source>
        <translation>Erwarteter Bereich</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Sensitivity from</source>
        <translation>Empfindlichkeit aus</translation>
    </message>
    <message>
        <source>From the optimum</source>
        <translation>Abstand vom Optimum</translation>
    </message>
    <message>
        <source>proven best</source>
        <translation>bewiesen optimal</translation>
    </message>
    <message>
        <source>below %1</source>
        <translation>unter %1</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>%1, %2 bpw</source>
        <translation>%1, %2 bpw</translation>
    </message>
    <message>
        <source>VRAM</source>
        <translation>VRAM</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>Tokens/s</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Fixiert</translation>
    </message>
    <message>
        <source>1 weight</source>
        <translation>1 Gewicht</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 Gewichte</translation>
    </message>
    <message>
        <source>Next %1</source>
        <translation>%1 mehr</translation>
    </message>
    <message>
        <source>%1 less</source>
        <translation>%1 weniger</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::CompareChart</name>
    <message>
        <source>Size against quality</source>
        <translation>Größe und Qualität</translation>
    </message>
    <message>
        <source>File size, %1</source>
        <translation>Dateigröße, %1</translation>
    </message>
    <message>
        <source>Memory on the card, GiB</source>
        <translation>Speicher auf der Karte, GiB</translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation>Bits pro Gewicht</translation>
    </message>
    <message>
        <source>Relative error, %</source>
        <translation>Relativer Fehler, %</translation>
    </message>
    <message>
        <source>KL divergence, nats per token</source>
        <translation>KL-Divergenz, Nats pro Token</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>Perplexität</translation>
    </message>
    <message>
        <source>Nothing to compare: this model cannot be converted.</source>
        <translation>Nichts zu vergleichen: Dieses Modell lässt sich nicht konvertieren.</translation>
    </message>
    <message>
        <source>Measuring the presets</source>
        <translation>Voreinstellungen werden gemessen</translation>
    </message>
    <message>
        <source>No measurements yet. Measure how the model changes on a text: press Measure…</source>
        <translation>Noch keine Messungen. Wie sich das Modell auf einem Text verändert, zeigt „Messen…“</translation>
    </message>
    <message>
        <source>1 preset shown</source>
        <translation>1 Voreinstellung gezeigt</translation>
    </message>
    <message>
        <source>%1 presets shown</source>
        <translation>%1 Voreinstellungen gezeigt</translation>
    </message>
    <message>
        <source>%1 lie further right</source>
        <translation>weiter rechts: %1</translation>
    </message>
    <message>
        <source>%1 at %2 tokens</source>
        <translation>%1 bei %2 Tokens</translation>
    </message>
    <message>
        <source>%1: the context alone does not fit</source>
        <translation>%1: schon der Kontext passt nicht</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, beyond the right edge</source>
        <translation>%1, jenseits des rechten Randes</translation>
    </message>
    <message>
        <source>%1, next to no loss</source>
        <translation>%1, fast ohne Verlust</translation>
    </message>
    <message>
        <source>original %1</source>
        <translation>Original %1</translation>
    </message>
    <message>
        <source>%1 ± %2</source>
        <translation>%1 ± %2</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>%1, %2 bits per weight</source>
        <translation>%1, %2 Bits pro Gewicht</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation>Relativer Fehler</translation>
    </message>
    <message>
        <source>At high effort</source>
        <translation>Bei hohem Aufwand</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL-Divergenz</translation>
    </message>
    <message>
        <source>Same top token</source>
        <translation>Gleiches Top-Token</translation>
    </message>
    <message>
        <source>%1, original %2</source>
        <translation>%1, Original %2</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>Tokens/s</translation>
    </message>
    <message>
        <source>Sampled: %1 of %2 weights, 95 % interval</source>
        <translation>Stichprobe: %1 von %2 Gewichten, 95-%-Intervall</translation>
    </message>
    <message>
        <source>Measured on all %1 weights</source>
        <translation>An allen %1 Gewichten gemessen</translation>
    </message>
    <message>
        <source>Measured on %1 tokens, 95 % interval</source>
        <translation>An %1 Tokens gemessen, 95-%-Intervall</translation>
    </message>
    <message>
        <source>Predicted from the presets that were measured, 95 % interval</source>
        <translation>Aus den gemessenen Voreinstellungen vorhergesagt, 95-%-Intervall</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ComparePage</name>
    <message>
        <source>Size against quality</source>
        <translation>Größe und Qualität</translation>
    </message>
    <message>
        <source>This format</source>
        <translation>Dieses Format</translation>
    </message>
    <message>
        <source>All formats</source>
        <translation>Alle Formate</translation>
    </message>
    <message>
        <source>Presets of the chosen format, or of all formats that the model can become</source>
        <translation>Voreinstellungen des gewählten Formats oder aller Formate, in die das Modell konvertiert werden kann</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>Dateigröße</translation>
    </message>
    <message>
        <source>Memory on the card</source>
        <translation>Speicher auf der Karte</translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation>Bits pro Gewicht</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>x-Achse</translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation>Relativer Fehler</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL-Divergenz</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>Perplexität</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>y-Achse</translation>
    </message>
    <message>
        <source>Measure…</source>
        <translation>Messen…</translation>
    </message>
    <message>
        <source>Measure perplexity and KL divergence on a text</source>
        <translation>Perplexität und KL-Divergenz an einem Text messen</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beide</translation>
    </message>
    <message>
        <source>Effort</source>
        <translation>Aufwand</translation>
    </message>
    <message>
        <source>The error at normal effort, at high effort (small marks), or both</source>
        <translation>Der Fehler bei normalem Aufwand, bei hohem Aufwand (kleine Marken) oder beides</translation>
    </message>
    <message>
        <source>Measure exactly</source>
        <translation>Genau messen</translation>
    </message>
    <message>
        <source>Measure every preset on all weights instead of a sample</source>
        <translation>Jede Voreinstellung an allen Gewichten statt an einer Stichprobe messen</translation>
    </message>
    <message>
        <source>Presets by error</source>
        <translation>Voreinstellungen nach Fehler</translation>
    </message>
    <message>
        <source>Measuring, %1</source>
        <translation>Messung, %1</translation>
    </message>
    <message>
        <source>nothing measured yet</source>
        <translation>noch nichts gemessen</translation>
    </message>
    <message>
        <source>measured on %1 tokens</source>
        <translation>an %1 Tokens gemessen</translation>
    </message>
    <message>
        <source>filled: measured on %1 tokens; outlined: predicted</source>
        <translation>gefüllt: an %1 Tokens gemessen; umrandet: vorhergesagt</translation>
    </message>
    <message>
        <source>measuring, %1 of %2 presets</source>
        <translation>Messung läuft, %1 von %2 Voreinstellungen</translation>
    </message>
    <message>
        <source>lower and further left is better</source>
        <translation>weiter unten und weiter links ist besser</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ContextChart</name>
    <message>
        <source>Memory against context</source>
        <translation>Speicher und Kontext</translation>
    </message>
    <message>
        <source>Context, tokens</source>
        <translation>Kontext, Tokens</translation>
    </message>
    <message>
        <source>%1 lies above</source>
        <translation>%1 liegt darüber</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ContextCombo</name>
    <message>
        <source>Context, tokens</source>
        <translation>Kontext, Tokens</translation>
    </message>
    <message>
        <source>Context in tokens (Ctrl+L): 16384 and 16k are the same</source>
        <translation>Kontext in Tokens (Strg+L): 16384 und 16k sind dasselbe</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ContextSlider</name>
    <message>
        <source>Context, tokens</source>
        <translation>Kontext, Tokens</translation>
    </message>
    <message>
        <source>Snaps to powers of two; hold Shift for steps between them</source>
        <translation>Rastet bei Zweierpotenzen ein; mit Umschalt Zwischenwerte</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::DropArea</name>
    <message>
        <source>%1 is an importance matrix</source>
        <translation>%1 ist eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>It guides the conversion of the model that it was made from. Open that model first.</source>
        <translation>Sie steuert die Konvertierung des Modells, aus dem sie erstellt wurde. Zuerst dieses Modell öffnen.</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 verwenden</translation>
    </message>
    <message>
        <source>Importance matrix, to guide the plan for %1</source>
        <translation>Wichtigkeitsmatrix, um den Plan für %1 zu steuern</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>%1 cannot be opened</source>
        <translation>%1 kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Drop a model&apos;s folder, or a safetensors, GGUF or PyTorch file.</source>
        <translation>Einen Modellordner oder eine safetensors-, GGUF- oder PyTorch-Datei ablegen.</translation>
    </message>
    <message>
        <source>Drop a model here</source>
        <translation>Modell hier ablegen</translation>
    </message>
    <message>
        <source>A model&apos;s folder, or a safetensors, GGUF or PyTorch file</source>
        <translation>Ein Modellordner oder eine safetensors-, GGUF- oder PyTorch-Datei</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>Datei öffnen…</translation>
    </message>
    <message>
        <source>Try the sample model</source>
        <translation>Beispielmodell ausprobieren</translation>
    </message>
    <message>
        <source>Opening reads only the headers; nothing is changed and nothing leaves this computer.</source>
        <translation>Beim Öffnen werden nur die Header gelesen; nichts wird verändert, und nichts verlässt diesen Rechner.</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::EmptyPage</name>
    <message>
        <source>Recent models</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>Liste leeren</translation>
    </message>
    <message>
        <source>Sizes of files are in GB (10&lt;sup&gt;9&lt;/sup&gt; bytes), memory is in GiB (2&lt;sup&gt;30&lt;/sup&gt; bytes).</source>
        <translation>Dateigrößen stehen in GB (10&lt;sup&gt;9&lt;/sup&gt; Bytes), Speicher in GiB (2&lt;sup&gt;30&lt;/sup&gt; Bytes).</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::EncodingDelegate</name>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>as the preset says</source>
        <translation>laut Voreinstellung</translation>
    </message>
    <message>
        <source>as the preset says: %1</source>
        <translation>laut Voreinstellung: %1</translation>
    </message>
    <message>
        <source>bpw</source>
        <translation>bpw</translation>
    </message>
    <message>
        <source>Planned encoding</source>
        <translation>Geplante Kodierung</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::FrontChart</name>
    <message>
        <source>What more bytes buy</source>
        <translation>Was mehr Bytes bringen</translation>
    </message>
    <message>
        <source>Measuring, %1</source>
        <translation>Messung läuft, %1</translation>
    </message>
    <message>
        <source>Known after the first search</source>
        <translation>Nach der ersten Suche bekannt</translation>
    </message>
    <message>
        <source>File, %1</source>
        <translation>Datei, %1</translation>
    </message>
    <message>
        <source>your plan</source>
        <translation>eigener Plan</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::HistogramChart</name>
    <message>
        <source>Histogram of the weights</source>
        <translation>Histogramm der Gewichte</translation>
    </message>
    <message>
        <source>Weight value</source>
        <translation>Wert des Gewichts</translation>
    </message>
    <message>
        <source>%1 beyond</source>
        <translation>%1 außerhalb</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ImportancePanel</name>
    <message>
        <source>Importance matrix</source>
        <translation>Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Plan and convert without it</source>
        <translation>Ohne sie planen und konvertieren</translation>
    </message>
    <message>
        <source>None is used. It tells which input columns of a weight matter most, so that small encodings spend their bits there; some presets below 3 bits need one. Choose or drop a file made by llama-imatrix from this model (.gguf or .dat).</source>
        <translation>Keine in Verwendung. Sie sagt, welche Eingabespalten eines Gewichts am meisten zählen, damit kleine Kodierungen ihre Bits dort einsetzen; manche Voreinstellungen unter 3 Bit brauchen eine. Eine Datei wählen oder ablegen, die llama-imatrix aus diesem Modell erstellt hat (.gguf oder .dat).</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>Ersetzen…</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::JobQueue</name>
    <message>
        <source>%1 to %2, %3</source>
        <translation>%1 nach %2, %3</translation>
    </message>
    <message>
        <source>started</source>
        <translation>gestartet</translation>
    </message>
    <message>
        <source>written, verified and named, %1 in %2</source>
        <translation>geschrieben, geprüft und benannt, %1 in %2</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>fehlgeschlagen: %1</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::JobsDock</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 elapsed</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1, noch %2</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Start now, beside the running job</source>
        <translation>Jetzt starten, neben dem laufenden Auftrag</translation>
    </message>
    <message>
        <source>Pause (Ctrl+Shift+P)</source>
        <translation>Pausieren (Strg+Umschalt+P)</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Cancel (Ctrl+.)</source>
        <translation>Abbrechen (Strg+.)</translation>
    </message>
    <message>
        <source>Take out of the list</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation>%1 abbrechen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>%1, took %2</source>
        <translation>%1, Dauer %2</translation>
    </message>
    <message>
        <source>Waits for the job above</source>
        <translation>Wartet auf den Auftrag darüber</translation>
    </message>
    <message>
        <source>Paused at %1</source>
        <translation>Pausiert bei %1</translation>
    </message>
    <message>
        <source>Stopped at %1. Resume goes on from there.</source>
        <translation>Gestoppt bei %1. „Fortsetzen“ macht dort weiter.</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>Fertige entfernen</translation>
    </message>
    <message>
        <source>Take the job out of the list</source>
        <translation>Auftrag aus der Liste nehmen</translation>
    </message>
    <message>
        <source>%1 of work would be lost</source>
        <translation>%1 Arbeit gingen verloren</translation>
    </message>
    <message>
        <source>What %1 has written so far is deleted.</source>
        <translation>Was %1 bisher geschrieben hat, wird gelöscht.</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>%1 running</source>
        <translation>%1 laufend</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>%1 wartend</translation>
    </message>
    <message>
        <source>%1 done</source>
        <translation>%1 fertig</translation>
    </message>
    <message>
        <source>%1 paused</source>
        <translation>%1 pausiert</translation>
    </message>
    <message>
        <source>%1 stopped</source>
        <translation>%1 gestoppt</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::LayerBinsChart</name>
    <message>
        <source>Layers against weight values</source>
        <translation>Schichten nach Gewichtswerten</translation>
    </message>
    <message>
        <source>Share of the layer, %</source>
        <translation>Anteil der Schicht, %</translation>
    </message>
    <message>
        <source>Weight value</source>
        <translation>Wert des Gewichts</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>layer %1, about %2: %3 of its weights. Click to select the layer</source>
        <translation>Schicht %1, um %2: %3 ihrer Gewichte. Klicken wählt die Schicht aus</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::LayerRolesMap</name>
    <message>
        <source>All layers by role</source>
        <translation>Alle Schichten nach Rolle</translation>
    </message>
    <message>
        <source>The layers of this architecture are not known.</source>
        <translation>Die Schichten dieser Architektur sind nicht bekannt.</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
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
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>%1 wird geöffnet</translation>
    </message>
    <message>
        <source>%1 — Quantlathe</source>
        <translation>%1 — Quantlathe</translation>
    </message>
    <message>
        <source>Statistics work. Converting works once you have said which pre-tokenizer it is.</source>
        <translation>Statistiken sind möglich. Konvertieren geht, sobald der Pre-Tokenizer gewählt ist.</translation>
    </message>
    <message>
        <source>Choose the pre-tokenizer…</source>
        <translation>Pre-Tokenizer wählen…</translation>
    </message>
    <message>
        <source>Statistics work, converting does not.</source>
        <translation>Statistiken sind möglich, Konvertieren nicht.</translation>
    </message>
    <message>
        <source>; none for %1</source>
        <translation>; keine Werte für %1</translation>
    </message>
    <message>
        <source>%1 guides the plan now</source>
        <translation>%1 steuert jetzt den Plan</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1, noch %2</translation>
    </message>
    <message>
        <source>Reading weights</source>
        <translation>Gewichte werden gelesen</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Details kopieren</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 is ready</source>
        <translation>%1 ist fertig</translation>
    </message>
    <message>
        <source>%1, verified, relative error %2</source>
        <translation>%1, geprüft, relativer Fehler %2</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>Modell öffnen</translation>
    </message>
    <message>
        <source>Models (*.safetensors *.gguf *.bin *.pt *.pth *.index.json);;All files (*)</source>
        <translation>Modelle (*.safetensors *.gguf *.bin *.pt *.pth *.index.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open the folder of a model</source>
        <translation>Modellordner öffnen</translation>
    </message>
    <message>
        <source>Use an importance matrix</source>
        <translation>Wichtigkeitsmatrix verwenden</translation>
    </message>
    <message>
        <source>Importance matrices (*.gguf *.dat *.imatrix);;All files (*)</source>
        <translation>Wichtigkeitsmatrizen (*.gguf *.dat *.imatrix);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Folder (*)</source>
        <translation>Ordner (*)</translation>
    </message>
    <message>
        <source>Name the new folder for %1, %2</source>
        <translation>Neuen Ordner benennen für %1, %2</translation>
    </message>
    <message>
        <source>Convert to %1, %2</source>
        <translation>Konvertieren in %1, %2</translation>
    </message>
    <message>
        <source>Replace the folder</source>
        <translation>Ordner ersetzen</translation>
    </message>
    <message>
        <source>Replace the file</source>
        <translation>Datei ersetzen</translation>
    </message>
    <message>
        <source>%1 exists already</source>
        <translation>%1 existiert bereits</translation>
    </message>
    <message>
        <source>Replacing it loses what is in it.</source>
        <translation>Beim Ersetzen geht der bisherige Inhalt verloren.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Convert all the same</source>
        <translation>Trotzdem konvertieren</translation>
    </message>
    <message>
        <source>Export the numbers</source>
        <translation>Zahlen exportieren</translation>
    </message>
    <message>
        <source>Numbers (*.csv)</source>
        <translation>Zahlen (*.csv)</translation>
    </message>
    <message>
        <source>The file cannot be written</source>
        <translation>Die Datei kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Jobs are running</source>
        <translation>Aufträge laufen noch</translation>
    </message>
    <message>
        <source>1 job is not finished</source>
        <translation>1 Auftrag ist nicht fertig</translation>
    </message>
    <message>
        <source>%1 jobs are not finished</source>
        <translation>%1 Aufträge sind nicht fertig</translation>
    </message>
    <message>
        <source>What is done is kept; the same conversion goes on from there next time.</source>
        <translation>Fertiges bleibt erhalten; dieselbe Konvertierung macht beim nächsten Mal dort weiter.</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Stoppen und schließen</translation>
    </message>
    <message>
        <source>Open &amp;file…</source>
        <translation>&amp;Datei öffnen…</translation>
    </message>
    <message>
        <source>Open f&amp;older…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>Try the &amp;sample model</source>
        <translation>Beispielmodell &amp;ausprobieren</translation>
    </message>
    <message>
        <source>Convert</source>
        <translation>Konvertieren</translation>
    </message>
    <message>
        <source>&amp;Export the chart…</source>
        <translation>Diagramm &amp;exportieren…</translation>
    </message>
    <message>
        <source>&amp;Report…</source>
        <translation>Be&amp;richt…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Undo in the plan</source>
        <translation>Im Plan &amp;rückgängig machen</translation>
    </message>
    <message>
        <source>&amp;Redo in the plan</source>
        <translation>Im Plan &amp;wiederholen</translation>
    </message>
    <message>
        <source>&amp;Back to the plain preset</source>
        <translation>&amp;Zurück zur unveränderten Voreinstellung</translation>
    </message>
    <message>
        <source>Use an &amp;importance matrix…</source>
        <translation>W&amp;ichtigkeitsmatrix verwenden…</translation>
    </message>
    <message>
        <source>Re&amp;move the importance matrix</source>
        <translation>Wichtigkeits&amp;matrix entfernen</translation>
    </message>
    <message>
        <source>&amp;High effort: lower error, slower</source>
        <translation>&amp;Hoher Aufwand: kleinerer Fehler, langsamer</translation>
    </message>
    <message>
        <source>Choose the pre-&amp;tokenizer…</source>
        <translation>Pre-&amp;Tokenizer wählen…</translation>
    </message>
    <message>
        <source>&amp;Save the plan</source>
        <translation>Plan &amp;speichern</translation>
    </message>
    <message>
        <source>Save the plan &amp;as…</source>
        <translation>Plan speichern &amp;unter…</translation>
    </message>
    <message>
        <source>&amp;Load a plan…</source>
        <translation>Plan &amp;laden…</translation>
    </message>
    <message>
        <source>Add a &amp;rule…</source>
        <translation>&amp;Regel hinzufügen…</translation>
    </message>
    <message>
        <source>&amp;Difference against a preset</source>
        <translation>&amp;Differenz zu einer Voreinstellung</translation>
    </message>
    <message>
        <source>&amp;Filter the tensors</source>
        <translation>Tensoren &amp;filtern</translation>
    </message>
    <message>
        <source>&amp;Tensors</source>
        <translation>&amp;Tensoren</translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation>A&amp;ufträge</translation>
    </message>
    <message>
        <source>&amp;Overview</source>
        <translation>Ü&amp;bersicht</translation>
    </message>
    <message>
        <source>&amp;Weights</source>
        <translation>&amp;Gewichte</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>&amp;Speicher</translation>
    </message>
    <message>
        <source>&amp;Plan</source>
        <translation>&amp;Plan</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleich</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Vorherige Seite</translation>
    </message>
    <message>
        <source>Choose a &amp;preset</source>
        <translation>V&amp;oreinstellung wählen</translation>
    </message>
    <message>
        <source>Choose a &amp;GPU</source>
        <translation>GPU &amp;wählen</translation>
    </message>
    <message>
        <source>Set the conte&amp;xt</source>
        <translation>&amp;Kontext festlegen</translation>
    </message>
    <message>
        <source>&amp;Measure quality…</source>
        <translation>&amp;Qualität messen…</translation>
    </message>
    <message>
        <source>&amp;Cancel the chosen job</source>
        <translation>Gewählten Auftrag a&amp;bbrechen</translation>
    </message>
    <message>
        <source>&amp;Pause or go on with the job</source>
        <translation>Auftrag &amp;pausieren oder fortsetzen</translation>
    </message>
    <message>
        <source>&amp;About Quantlathe</source>
        <translation>&amp;Über Quantlathe</translation>
    </message>
    <message>
        <source>Open folder (Ctrl+Shift+O)</source>
        <translation>Ordner öffnen (Strg+Umschalt+O)</translation>
    </message>
    <message>
        <source>Show or hide the tensors (F9)</source>
        <translation>Tensoren ein- oder ausblenden (F9)</translation>
    </message>
    <message>
        <source>&amp;More contrast</source>
        <translation>&amp;Mehr Kontrast</translation>
    </message>
    <message>
        <source>&amp;System colours</source>
        <translation>&amp;Systemfarben</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>P&amp;ure: the preset&apos;s main encoding everywhere</source>
        <translation>R&amp;ein: überall die Hauptkodierung der Voreinstellung</translation>
    </message>
    <message>
        <source>&amp;Leave the output matrix as it is stored</source>
        <translation>Ausgabematrix wie &amp;gespeichert lassen</translation>
    </message>
    <message>
        <source>&amp;One file</source>
        <translation>&amp;Eine Datei</translation>
    </message>
    <message>
        <source>At most %1 each</source>
        <translation>Höchstens je %1</translation>
    </message>
    <message>
        <source>The &amp;same files as the source</source>
        <translation>&amp;Dieselben Dateien wie die Quelle</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Colou&amp;rs</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Files of the output</source>
        <translation>D&amp;ateien der Ausgabe</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>About Quantlathe</source>
        <translation>Über Quantlathe</translation>
    </message>
    <message>
        <source>&lt;b&gt;Quantlathe %1&lt;/b&gt;&lt;br&gt;Inspect, plan and convert language-model checkpoints</source>
        <translation>&lt;b&gt;Quantlathe %1&lt;/b&gt;&lt;br&gt;Sprachmodell-Checkpoints untersuchen, planen und konvertieren</translation>
    </message>
    <message>
        <source>Licensed under the GNU General Public License, version 3 or later.&lt;br&gt;Built with Qt (LGPL 3), QCustomPlot (GPL 3), oneTBB, Highway and SentencePiece (Apache 2.0), fmt and nlohmann/json (MIT), PCRE2 (BSD).</source>
        <translation>Lizenziert unter der GNU General Public License, Version 3 oder neuer.&lt;br&gt;Erstellt mit Qt (LGPL 3), QCustomPlot (GPL 3), oneTBB, Highway und SentencePiece (Apache 2.0), fmt und nlohmann/json (MIT), PCRE2 (BSD).</translation>
    </message>
    <message>
        <source>Undo in the plan (Ctrl+Z)</source>
        <translation>Im Plan rückgängig machen (Strg+Z)</translation>
    </message>
    <message>
        <source>Redo in the plan (Ctrl+Shift+Z)</source>
        <translation>Im Plan wiederholen (Strg+Umschalt+Z)</translation>
    </message>
    <message>
        <source>Load…</source>
        <translation>Laden…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Use a plan.json that was saved before, or that another program made</source>
        <translation>Eine plan.json verwenden, die zuvor gespeichert oder von einem anderen Programm erstellt wurde</translation>
    </message>
    <message>
        <source>Save the plan as plan.json, for this program and the command line (Ctrl+S)</source>
        <translation>Den Plan als plan.json speichern, für dieses Programm und die Befehlszeile (Strg+S)</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Bericht…</translation>
    </message>
    <message>
        <source>Model, plan, presets and charts as one HTML page (Ctrl+R)</source>
        <translation>Modell, Plan, Voreinstellungen und Diagramme als eine HTML-Seite (Strg+R)</translation>
    </message>
    <message>
        <source>Write a report</source>
        <translation>Bericht schreiben</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>Webseiten (*.html)</translation>
    </message>
    <message>
        <source>The report cannot be written</source>
        <translation>Der Bericht kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>%1: %2. Choose another folder.</source>
        <translation>%1: %2. Einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Report written</source>
        <translation>Bericht geschrieben</translation>
    </message>
    <message>
        <source>Save the plan</source>
        <translation>Plan speichern</translation>
    </message>
    <message>
        <source>Plans (*.json)</source>
        <translation>Pläne (*.json)</translation>
    </message>
    <message>
        <source>The plan cannot be saved</source>
        <translation>Der Plan kann nicht gespeichert werden</translation>
    </message>
    <message>
        <source>Plan saved</source>
        <translation>Plan gespeichert</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Load a plan</source>
        <translation>Plan laden</translation>
    </message>
    <message>
        <source>Plans (*.json);;All files (*)</source>
        <translation>Pläne (*.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The language changes when Quantlathe starts again</source>
        <translation>Die Sprache ändert sich beim nächsten Start von Quantlathe</translation>
    </message>
    <message>
        <source>&amp;System language</source>
        <translation>&amp;Systemsprache</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>Sp&amp;rache</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MatrixView</name>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Encoding of every weight: one column a layer, one row a role</source>
        <translation>Kodierung jedes Gewichts: eine Spalte pro Schicht, eine Zeile pro Rolle</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MaximaChart</name>
    <message>
        <source>Largest value of every column</source>
        <translation>Größter Wert jeder Spalte</translation>
    </message>
    <message>
        <source>Largest |weight|</source>
        <translation>Größtes |Gewicht|</translation>
    </message>
    <message>
        <source>Choose a tensor in the list</source>
        <translation>Einen Tensor in der Liste wählen</translation>
    </message>
    <message>
        <source>Choose a single tensor to see its columns</source>
        <translation>Einen einzelnen Tensor wählen, um seine Spalten zu sehen</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>wird gelesen</translation>
    </message>
    <message>
        <source>Largest value of every row</source>
        <translation>Größter Wert jeder Zeile</translation>
    </message>
    <message>
        <source>Input column</source>
        <translation>Eingabespalte</translation>
    </message>
    <message>
        <source>Output row</source>
        <translation>Ausgabezeile</translation>
    </message>
    <message>
        <source>none of %1 columns beyond %2 × the median</source>
        <translation>keine von %1 Spalten über %2 × Median</translation>
    </message>
    <message>
        <source>none of %1 rows beyond %2 × the median</source>
        <translation>keine von %1 Zeilen über %2 × Median</translation>
    </message>
    <message>
        <source>%1 of %2 columns beyond %3 × the median</source>
        <translation>%1 von %2 Spalten über %3 × Median</translation>
    </message>
    <message>
        <source>%1 of %2 rows beyond %3 × the median</source>
        <translation>%1 von %2 Zeilen über %3 × Median</translation>
    </message>
    <message>
        <source>column %1: %2</source>
        <translation>Spalte %1: %2</translation>
    </message>
    <message>
        <source>row %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MeasureDialog</name>
    <message>
        <source>Measure quality</source>
        <translation>Qualität messen</translation>
    </message>
    <message>
        <source>Runs a text through the original and through each plan, as its file would answer, and compares their predictions token by token. No file is written.</source>
        <translation>Lässt einen Text durch das Original und durch jeden Plan laufen, so wie dessen Datei antworten würde, und vergleicht die Vorhersagen Token für Token. Es wird keine Datei geschrieben.</translation>
    </message>
    <message>
        <source>The program&apos;s own</source>
        <translation>Mitgeliefert</translation>
    </message>
    <message>
        <source>A file…</source>
        <translation>Eine Datei…</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Tokens</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>&amp;Text</translation>
    </message>
    <message>
        <source>Conte&amp;xt</source>
        <translation>&amp;Kontext</translation>
    </message>
    <message>
        <source>a token is predicted from at most so many before it</source>
        <translation>ein Token wird aus höchstens so vielen vorhergehenden vorhergesagt</translation>
    </message>
    <message>
        <source>&amp;Windows</source>
        <translation>&amp;Fenster</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL-Divergenz</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>Perplexität</translation>
    </message>
    <message>
        <source>Plans to measure</source>
        <translation>Zu messende Pläne</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>Alle wählen</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>Keinen wählen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Choose a text</source>
        <translation>Text wählen</translation>
    </message>
    <message>
        <source>Texts (*.txt *.md *.raw);;All files (*)</source>
        <translation>Texte (*.txt *.md *.raw);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>prose, code and ten languages, %1</source>
        <translation>Prosa, Code und zehn Sprachen, %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>of %1; %2 tokens are scored</source>
        <translation>von %1; %2 Tokens werden gewertet</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>wird gelesen</translation>
    </message>
    <message>
        <source>Reading the text</source>
        <translation>Der Text wird gelesen</translation>
    </message>
    <message>
        <source>The original is measured. Choose what to compare with it.</source>
        <translation>Das Original ist gemessen. Wählen, was damit verglichen wird.</translation>
    </message>
    <message>
        <source>All of these are measured.</source>
        <translation>Alle diese sind gemessen.</translation>
    </message>
    <message>
        <source>About %1, by a short trial on this machine</source>
        <translation>Etwa %1 nach einem kurzen Versuch auf diesem Rechner</translation>
    </message>
    <message>
        <source>Trying how fast this machine is</source>
        <translation>Die Geschwindigkeit dieses Rechners wird ermittelt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>plan %1 of %2</source>
        <translation>Plan %1 von %2</translation>
    </message>
    <message>
        <source>, %1 left for it</source>
        <translation>, noch %1 dafür</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Wird gestartet</translation>
    </message>
    <message>
        <source>%1: %2 (%3)%4</source>
        <translation>%1: %2 (%3)%4</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MeasureService</name>
    <message>
        <source>original</source>
        <translation>Original</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MemoryBarsChart</name>
    <message>
        <source>Memory in use</source>
        <translation>Speicherbelegung</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>Rechenpuffer</translation>
    </message>
    <message>
        <source>Overhead</source>
        <translation>Overhead</translation>
    </message>
    <message>
        <source>Memory on the card, GiB</source>
        <translation>Speicher auf der Karte, GiB</translation>
    </message>
    <message>
        <source>%1, %2 tokens, KV cache %3</source>
        <translation>%1, %2 Tokens, KV-Cache %3</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MemoryPage</name>
    <message>
        <source>Memory in use</source>
        <translation>Speicherbelegung</translation>
    </message>
    <message>
        <source>This format</source>
        <translation>Dieses Format</translation>
    </message>
    <message>
        <source>All formats</source>
        <translation>Alle Formate</translation>
    </message>
    <message>
        <source>Presets of the chosen format, or of all formats that the model can become</source>
        <translation>Voreinstellungen des gewählten Formats oder aller Formate, in die das Modell konvertiert werden kann</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>Rechenpuffer</translation>
    </message>
    <message>
        <source>Overhead</source>
        <translation>Overhead</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Memory of the presets</source>
        <translation>Speicher der Voreinstellungen</translation>
    </message>
    <message>
        <source>Memory against context</source>
        <translation>Speicher und Kontext</translation>
    </message>
    <message>
        <source>Who can run it</source>
        <translation>Wer es ausführen kann</translation>
    </message>
    <message>
        <source>% of surveyed users with such a card, %1, %2</source>
        <translation>% der Befragten mit einer solchen Karte, %1, %2</translation>
    </message>
    <message>
        <source>Batch: sequences at the same time</source>
        <translation>Batch: gleichzeitige Sequenzen</translation>
    </message>
    <message>
        <source>Sequences that run at the same time, each with the full context</source>
        <translation>Sequenzen, die gleichzeitig laufen, jede mit vollem Kontext</translation>
    </message>
    <message>
        <source>Context, tokens</source>
        <translation>Kontext, Tokens</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>%1 tokens, KV cache %2</source>
        <translation>%1 Tokens, KV-Cache %2</translation>
    </message>
    <message>
        <source>Estimated for %1, all layers on the card</source>
        <translation>Geschätzt für %1, alle Schichten auf der Karte</translation>
    </message>
    <message>
        <source>%1, GiB; the longest context that fits for each KV type</source>
        <translation>%1, GiB; der längste passende Kontext je KV-Typ</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::MessageArea</name>
    <message>
        <source>Close this line</source>
        <translation>Diese Zeile schließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::OptionsForm</name>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::OverviewPage</name>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>Tokenizer</translation>
    </message>
    <message>
        <source>On this card</source>
        <translation>Auf dieser Karte</translation>
    </message>
    <message>
        <source>Presets on the chosen card</source>
        <translation>Voreinstellungen auf der gewählten Karte</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>Tensoren</translation>
    </message>
    <message>
        <source>Size, MB</source>
        <translation>Größe, MB</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Read all weights</source>
        <translation>Alle Gewichte lesen</translation>
    </message>
    <message>
        <source>Reads every weight once and looks for values that are no numbers and for outliers</source>
        <translation>Liest jedes Gewicht einmal und sucht nach ungültigen Zahlenwerten und Ausreißern</translation>
    </message>
    <message>
        <source>%1, opened in %2 ms</source>
        <translation>%1, in %2 ms geöffnet</translation>
    </message>
    <message>
        <source>Size, %1</source>
        <translation>Größe, %1</translation>
    </message>
    <message>
        <source>%1, loads in %2. %3</source>
        <translation>%1, ladbar in %2. %3</translation>
    </message>
    <message>
        <source>On %1</source>
        <translation>Auf %1</translation>
    </message>
    <message>
        <source>%1 tokens, KV cache %2</source>
        <translation>%1 Tokens, KV-Cache %2</translation>
    </message>
    <message>
        <source>headers and contents, read in %1</source>
        <translation>Header und Inhalte, in %1 gelesen</translation>
    </message>
    <message>
        <source>reading the weights, %1</source>
        <translation>Gewichte werden gelesen, %1</translation>
    </message>
    <message>
        <source>headers</source>
        <translation>Header</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PlanMatrixModel</name>
    <message>
        <source>layer %1, %2</source>
        <translation>Schicht %1, %2</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>gemischt</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>as %1</source>
        <translation>wie %1</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 Bit</translation>
    </message>
    <message>
        <source>%1, %2 bits a weight, %3</source>
        <translation>%1, %2 Bits pro Gewicht, %3</translation>
    </message>
    <message>
        <source>several encodings, %1 bits a weight, %2</source>
        <translation>mehrere Kodierungen, %1 Bits pro Gewicht, %2</translation>
    </message>
    <message>
        <source>relative error %1</source>
        <translation>relativer Fehler %1</translation>
    </message>
    <message>
        <source>%1 has %2 bits here</source>
        <translation>%1 hat hier %2 Bit</translation>
    </message>
    <message>
        <source>set by a rule or by name</source>
        <translation>durch eine Regel oder per Name festgelegt</translation>
    </message>
    <message>
        <source>pinned: planning leaves it as it is</source>
        <translation>fixiert: das Planen lässt es unverändert</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PlanPage</name>
    <message>
        <source>Encoding of every weight</source>
        <translation>Kodierung jedes Gewichts</translation>
    </message>
    <message>
        <source>Encoding to paint with</source>
        <translation>Kodierung zum Malen</translation>
    </message>
    <message>
        <source>What the brush and Return give to the selected weights</source>
        <translation>Was Pinsel und Eingabe den ausgewählten Gewichten geben</translation>
    </message>
    <message>
        <source>Brush: drag over the cells to paint them. Without it dragging selects</source>
        <translation>Pinsel: über die Zellen ziehen, um sie zu bemalen. Ohne ihn wählt das Ziehen aus</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Pin the selection: planning again leaves it as it is (P)</source>
        <translation>Auswahl fixieren: erneutes Planen lässt sie unverändert (P)</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Fixieren</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>Preset to compare with</source>
        <translation>Voreinstellung zum Vergleichen</translation>
    </message>
    <message>
        <source>The preset that the plan is compared with (Ctrl+D)</source>
        <translation>Die Voreinstellung, mit der der Plan verglichen wird (Strg+D)</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>Malen mit</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>the first that matches wins</source>
        <translation>die erste zutreffende gilt</translation>
    </message>
    <message>
        <source>Move the rule up</source>
        <translation>Regel nach oben</translation>
    </message>
    <message>
        <source>Move the rule down</source>
        <translation>Regel nach unten</translation>
    </message>
    <message>
        <source>Take the rule away (Delete)</source>
        <translation>Regel entfernen (Entf)</translation>
    </message>
    <message>
        <source>Take the rule away</source>
        <translation>Regel entfernen</translation>
    </message>
    <message>
        <source>Add rule…</source>
        <translation>Regel hinzufügen…</translation>
    </message>
    <message>
        <source>Rules of the plan</source>
        <translation>Regeln des Plans</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>Summen</translation>
    </message>
    <message>
        <source>darker means more bits</source>
        <translation>dunkler heißt mehr Bits</translation>
    </message>
    <message>
        <source>encodings</source>
        <translation>kodierungen</translation>
    </message>
    <message>
        <source>What each encoding takes</source>
        <translation>Platzbedarf der Kodierungen</translation>
    </message>
    <message>
        <source>as the preset says</source>
        <translation>laut Voreinstellung</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1 ausgewählt</translation>
    </message>
    <message>
        <source>%1 × %2 selected</source>
        <translation>%1 × %2 ausgewählt</translation>
    </message>
    <message>
        <source>1 layer</source>
        <translation>1 Schicht</translation>
    </message>
    <message>
        <source>%1 layers</source>
        <translation>%1 Schichten</translation>
    </message>
    <message>
        <source>1 role</source>
        <translation>1 Rolle</translation>
    </message>
    <message>
        <source>%1 roles</source>
        <translation>%1 Rollen</translation>
    </message>
    <message>
        <source>%1 cells selected</source>
        <translation>%1 Zellen ausgewählt</translation>
    </message>
    <message>
        <source>every weight as in %1</source>
        <translation>jedes Gewicht wie in %1</translation>
    </message>
    <message>
        <source>%1 unlike %2</source>
        <translation>%1 anders als in %2</translation>
    </message>
    <message>
        <source>1 weight</source>
        <translation>1 Gewicht</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 Gewichte</translation>
    </message>
    <message>
        <source>select cells, then choose an encoding or press 2 to 8</source>
        <translation>Zellen auswählen, dann eine Kodierung wählen oder 2 bis 8 drücken</translation>
    </message>
    <message>
        <source>%1 cannot stand here</source>
        <translation>%1 ist hier nicht möglich</translation>
    </message>
    <message>
        <source>No encoding of this format has about %1 bits</source>
        <translation>Keine Kodierung dieses Formats hat etwa %1 Bit</translation>
    </message>
    <message>
        <source>Choose one from the list.</source>
        <translation>Eine aus der Liste wählen.</translation>
    </message>
    <message>
        <source>As the preset says</source>
        <translation>Laut Voreinstellung</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Add a rule for these…</source>
        <translation>Regel dafür hinzufügen…</translation>
    </message>
    <message>
        <source>Show among the tensors</source>
        <translation>Unter den Tensoren zeigen</translation>
    </message>
    <message>
        <source>Relative error of every weight, %</source>
        <translation>Relativer Fehler jedes Gewichts, %</translation>
    </message>
    <message>
        <source>Bits per weight against %1</source>
        <translation>Bits pro Gewicht gegenüber %1</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PlanTableModel</name>
    <message>
        <source>Fit on %1 at %2 tokens, KV cache %3</source>
        <translation>Passen auf %1 bei %2 Tokens, KV-Cache %3</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Weitere</translation>
    </message>
    <message>
        <source>Floats</source>
        <translation>Gleitkomma</translation>
    </message>
    <message>
        <source>1 bit</source>
        <translation>1 Bit</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 Bit</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>%1 short</source>
        <translation>%1 fehlen</translation>
    </message>
    <message>
        <source>estimating</source>
        <translation>wird geschätzt</translation>
    </message>
    <message>
        <source>Your plan</source>
        <translation>Eigener Plan</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>exakt</translation>
    </message>
    <message>
        <source>sampled</source>
        <translation>Stichprobe</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>gemessen</translation>
    </message>
    <message>
        <source>%1 bytes, exactly</source>
        <translation>genau %1 Bytes</translation>
    </message>
    <message>
        <source>8 × %1 bytes ÷ %2 parameters</source>
        <translation>8 × %1 Bytes ÷ %2 Parameter</translation>
    </message>
    <message>
        <source>Weights on the card</source>
        <translation>Gewichte auf der Karte</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>Rechenpuffer</translation>
    </message>
    <message>
        <source>Overhead</source>
        <translation>Overhead</translation>
    </message>
    <message>
        <source>Together %1 of %2 on %3</source>
        <translation>Zusammen %1 von %2 auf %3</translation>
    </message>
    <message>
        <source>With high effort: other bytes in the same format and size, found by a longer search. With an importance matrix it lowers the error of the columns that matter; the plain error shown here can rise</source>
        <translation>Mit hohem Aufwand: andere Bytes in gleichem Format und gleicher Größe, durch längere Suche gefunden. Mit einer Wichtigkeitsmatrix sinkt der Fehler der Spalten, auf die es ankommt; der hier gezeigte einfache Fehler kann steigen</translation>
    </message>
    <message>
        <source>What %1 uses can be written in one way only</source>
        <translation>Was %1 verwendet, lässt sich nur auf eine Art schreiben</translation>
    </message>
    <message>
        <source>The largest multiple of 256 tokens that leaves nothing of the card free, at most the trained context</source>
        <translation>Das größte Vielfache von 256 Tokens, das nichts auf der Karte frei lässt, höchstens der trainierte Kontext</translation>
    </message>
    <message>
        <source>%1 of surveyed users have a card that holds it; %2 with 1 GiB to spare; %3 hold the weights alone. %4, %5</source>
        <translation>%1 der Befragten haben eine Karte, auf die es passt; %2 mit 1 GiB Reserve; bei %3 passen die Gewichte allein. %4, %5</translation>
    </message>
    <message>
        <source>Σ parameters × ‖W − Q‖ ÷ ‖W‖, over all weights ÷ Σ parameters. %1 of %2 weights looked at%3</source>
        <translation>Σ Parameter × ‖W − Q‖ ÷ ‖W‖, über alle Gewichte ÷ Σ Parameter. %1 von %2 Gewichten betrachtet%3</translation>
    </message>
    <message>
        <source>; ± is the 95 % interval</source>
        <translation>; ± ist das 95-%-Intervall</translation>
    </message>
    <message>
        <source>Measured on %1 tokens; ± is the 95 % interval. Mean of Σ P(i) (log P(i) − log Q(i)) in nats per token, P of the original, Q of this plan</source>
        <translation>An %1 Tokens gemessen; ± ist das 95-%-Intervall. Mittel von Σ P(i) (log P(i) − log Q(i)) in Nats pro Token, P des Originals, Q dieses Plans</translation>
    </message>
    <message>
        <source>Not measured: press Measure…</source>
        <translation>Nicht gemessen: „Messen…“ drücken</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>Familie</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>File, %1</source>
        <translation>Datei, %1</translation>
    </message>
    <message>
        <source>Bits/weight</source>
        <translation>Bits/Gewicht</translation>
    </message>
    <message>
        <source>VRAM, GiB</source>
        <translation>VRAM, GiB</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>Fit, GiB</source>
        <translation>Platz, GiB</translation>
    </message>
    <message>
        <source>Longest context</source>
        <translation>Längster Kontext</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>Tokens/s</translation>
    </message>
    <message>
        <source>Users, %</source>
        <translation>Nutzer, %</translation>
    </message>
    <message>
        <source>Relative error, %</source>
        <translation>Relativer Fehler, %</translation>
    </message>
    <message>
        <source>High effort, %</source>
        <translation>Hoher Aufwand, %</translation>
    </message>
    <message>
        <source>Change, %</source>
        <translation>Änderung, %</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>Unsicherheit</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL-Divergenz</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>Perplexität</translation>
    </message>
    <message>
        <source>Same token, %</source>
        <translation>Gleiches Token, %</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PreTokenizerDialog</name>
    <message>
        <source>Choose the pre-tokenizer</source>
        <translation>Pre-Tokenizer wählen</translation>
    </message>
    <message>
        <source>Before a tokenizer looks words up, it cuts the text into pieces: at spaces, digits, punctuation. llama.cpp knows these rules by name, and the name is written into the GGUF file. With a wrong one the file loads and answers, but it reads numbers, code and foreign scripts differently from the original.</source>
        <translation>Bevor ein Tokenizer Wörter nachschlägt, zerlegt er den Text in Stücke: an Leerzeichen, Ziffern, Satzzeichen. llama.cpp kennt diese Regeln beim Namen, und der Name wird in die GGUF-Datei geschrieben. Mit einem falschen lädt und antwortet die Datei, liest aber Zahlen, Code und fremde Schriften anders als das Original.</translation>
    </message>
    <message>
        <source>Choose the name that belongs to the vocabulary of this model: usually that of the model it was trained from, such as llama-bpe for Llama 3, qwen2 for Qwen, tekken for Mistral Nemo. &quot;default&quot; means GPT-2&apos;s old rules and is right for few models.</source>
        <translation>Den Namen wählen, der zum Vokabular dieses Modells gehört: meist den des Modells, aus dem es trainiert wurde, etwa llama-bpe für Llama 3, qwen2 für Qwen, tekken für Mistral Nemo. „default“ steht für die alten Regeln von GPT-2 und ist nur für wenige Modelle richtig.</translation>
    </message>
    <message>
        <source>Pre-tokenizer</source>
        <translation>Pre-Tokenizer</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>Nichts gewählt</translation>
    </message>
    <message>
        <source>&amp;Pre-tokenizer</source>
        <translation>&amp;Pre-Tokenizer</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Choose a name from the list first</source>
        <translation>Zuerst einen Namen aus der Liste wählen</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::PresetCombo</name>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>Preset (Ctrl+P)</source>
        <translation>Voreinstellung (Strg+P)</translation>
    </message>
    <message>
        <source>Open a model first</source>
        <translation>Zuerst ein Modell öffnen</translation>
    </message>
    <message>
        <source>Inspection only</source>
        <translation>Nur Untersuchung</translation>
    </message>
    <message>
        <source>Reckoning sizes</source>
        <translation>Größen werden berechnet</translation>
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
        <translation>heute, %1</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ResultCard</name>
    <message>
        <source>Log of the job</source>
        <translation>Protokoll des Auftrags</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close the log</source>
        <translation>Protokoll schließen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>Befehlszeile</translation>
    </message>
    <message>
        <source>Copy the command that repeats this job without a window</source>
        <translation>Den Befehl kopieren, der diesen Auftrag ohne Fenster wiederholt</translation>
    </message>
    <message>
        <source>No jobs yet. Choose a preset and press Convert.</source>
        <translation>Noch keine Aufträge. Eine Voreinstellung wählen und „Konvertieren“ drücken.</translation>
    </message>
    <message>
        <source>Paused. What is done is kept beside the destination.</source>
        <translation>Pausiert. Fertiges bleibt neben dem Ziel erhalten.</translation>
    </message>
    <message>
        <source>Stopped. What is done is kept beside the destination until it is resumed or started anew.</source>
        <translation>Gestoppt. Fertiges bleibt neben dem Ziel erhalten, bis der Auftrag fortgesetzt oder neu gestartet wird.</translation>
    </message>
    <message>
        <source>The result will stand here: size, error against the prediction, verification.</source>
        <translation>Hier erscheint das Ergebnis: Größe, Fehler gegenüber der Vorhersage, Prüfung.</translation>
    </message>
    <message>
        <source>✓ verified, every tensor read back</source>
        <translation>✓ geprüft, jeder Tensor zurückgelesen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>as planned, to the byte</source>
        <translation>wie geplant, auf das Byte genau</translation>
    </message>
    <message>
        <source>planned: %1</source>
        <translation>geplant: %1</translation>
    </message>
    <message>
        <source>Of the original</source>
        <translation>Vom Original</translation>
    </message>
    <message>
        <source>%1 before</source>
        <translation>vorher %1</translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation>Relativer Fehler</translation>
    </message>
    <message>
        <source>predicted %1</source>
        <translation>vorhergesagt %1</translation>
    </message>
    <message>
        <source>measured on all weights</source>
        <translation>an allen Gewichten gemessen</translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation>Bits pro Gewicht</translation>
    </message>
    <message>
        <source>block scales included</source>
        <translation>mit Skalenfaktoren der Blöcke</translation>
    </message>
    <message>
        <source>Worst tensor</source>
        <translation>Schlechtester Tensor</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>Spitzenspeicher</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>Tensoren</translation>
    </message>
    <message>
        <source>%1 changed, %2 kept as they were</source>
        <translation>%1 geändert, %2 unverändert</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::RuleDialog</name>
    <message>
        <source>Matches no weight that has a choice</source>
        <translation>Trifft auf kein Gewicht zu, das eine Wahl hat</translation>
    </message>
    <message>
        <source>%1 of the %2 weights it matches cannot have that encoding: %3</source>
        <translation>%1 der %2 zutreffenden Gewichte können diese Kodierung nicht haben: %3</translation>
    </message>
    <message>
        <source>Matches 1 weight</source>
        <translation>Trifft auf 1 Gewicht zu</translation>
    </message>
    <message>
        <source>Matches %1 weights</source>
        <translation>Trifft auf %1 Gewichte zu</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Change the rule</source>
        <translation>Regel ändern</translation>
    </message>
    <message>
        <source>Weights that meet all conditions given here get the encoding. The first rule that matches wins.</source>
        <translation>Gewichte, die alle hier genannten Bedingungen erfüllen, erhalten die Kodierung. Die erste zutreffende Regel gilt.</translation>
    </message>
    <message>
        <source>Name pattern</source>
        <translation>Namensmuster</translation>
    </message>
    <message>
        <source>Glob</source>
        <translation>Glob</translation>
    </message>
    <message>
        <source>Regex</source>
        <translation>Regex</translation>
    </message>
    <message>
        <source>Glob: * any run of characters, ? one, over the whole name. Regex: found anywhere in the name</source>
        <translation>Glob: * beliebig viele Zeichen, ? genau eines, über den ganzen Namen. Regex: an beliebiger Stelle im Namen</translation>
    </message>
    <message>
        <source>any name, or for example blk.*.attn_v.weight</source>
        <translation>beliebiger Name oder zum Beispiel blk.*.attn_v.weight</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>any role</source>
        <translation>jede Rolle</translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation>&amp;Rolle</translation>
    </message>
    <message>
        <source>all, or for example 0-3</source>
        <translation>alle oder zum Beispiel 0-3</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>&amp;Schichten</translation>
    </message>
    <message>
        <source>&amp;Encoding</source>
        <translation>&amp;Kodierung</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Add rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Layers are a number or two, such as 0-3</source>
        <translation>Schichten als eine Zahl oder zwei angeben, etwa 0-3</translation>
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
        <translation>Schicht %1</translation>
    </message>
    <message>
        <source>layers %1 to %2</source>
        <translation>Schichten %1 bis %2</translation>
    </message>
    <message>
        <source>everything else</source>
        <translation>alles andere</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>as %1 says</source>
        <translation>laut %1</translation>
    </message>
    <message>
        <source>rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>per Name</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>Rules above decide all that it matches</source>
        <translation>Regeln darüber entscheiden schon alles, worauf diese zutrifft</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::Session</name>
    <message>
        <source>%1 is an importance matrix</source>
        <translation>%1 ist eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>It guides the conversion of the model that it was made from. Open that model first.</source>
        <translation>Sie steuert die Konvertierung des Modells, aus dem sie erstellt wurde. Zuerst dieses Modell öffnen.</translation>
    </message>
    <message>
        <source>The plan is %1 now.</source>
        <translation>Der Plan ist jetzt %1.</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::StatisticsTable</name>
    <message>
        <source>Minimum</source>
        <translation>Minimum</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>Maximum</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>Σw ÷ n</source>
        <translation>Σw ÷ n</translation>
    </message>
    <message>
        <source>Std deviation</source>
        <translation>Std.-Abweichung</translation>
    </message>
    <message>
        <source>√(Σ(w − mean)² ÷ n)</source>
        <translation>√(Σ(w − Mittelwert)² ÷ n)</translation>
    </message>
    <message>
        <source>Excess kurtosis</source>
        <translation>Exzess-Kurtosis</translation>
    </message>
    <message>
        <source>n·Σ(w − mean)⁴ ÷ (Σ(w − mean)²)² − 3; 0 for a normal distribution</source>
        <translation>n·Σ(w − Mittelwert)⁴ ÷ (Σ(w − Mittelwert)²)² − 3; 0 bei einer Normalverteilung</translation>
    </message>
    <message>
        <source>Zeros, %</source>
        <translation>Nullen, %</translation>
    </message>
    <message>
        <source>|w| &gt; 6 σ, ppm</source>
        <translation>|w| &gt; 6 σ, ppm</translation>
    </message>
    <message>
        <source>Values more than six standard deviations out, in a million</source>
        <translation>Werte, die mehr als sechs Standardabweichungen entfernt liegen, pro Million</translation>
    </message>
    <message>
        <source>NaN, infinite</source>
        <translation>NaN, unendlich</translation>
    </message>
    <message>
        <source>Relative error, %</source>
        <translation>Relativer Fehler, %</translation>
    </message>
    <message>
        <source>‖W − Q‖ ÷ ‖W‖</source>
        <translation>‖W − Q‖ ÷ ‖W‖</translation>
    </message>
    <message>
        <source>Signal to noise, dB</source>
        <translation>Signal-Rausch-Abstand, dB</translation>
    </message>
    <message>
        <source>−20 · log₁₀(‖W − Q‖ ÷ ‖W‖)</source>
        <translation>−20 · log₁₀(‖W − Q‖ ÷ ‖W‖)</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>Kosinus</translation>
    </message>
    <message>
        <source>ΣWQ ÷ (‖W‖ · ‖Q‖)</source>
        <translation>ΣWQ ÷ (‖W‖ · ‖Q‖)</translation>
    </message>
    <message>
        <source>Largest change</source>
        <translation>Größte Änderung</translation>
    </message>
    <message>
        <source>max |W − Q|</source>
        <translation>max |W − Q|</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::StatusLine</name>
    <message>
        <source>Fits %1, %2 free at %3 tokens</source>
        <translation>Passt auf %1, %2 frei bei %3 Tokens</translation>
    </message>
    <message>
        <source>Tight on %1, %2 free at %3 tokens</source>
        <translation>Knapp auf %1, %2 frei bei %3 Tokens</translation>
    </message>
    <message>
        <source>Does not fit %1, %2 short at %3 tokens</source>
        <translation>Passt nicht auf %1, %2 fehlen bei %3 Tokens</translation>
    </message>
    <message>
        <source>1 job</source>
        <translation>1 Auftrag</translation>
    </message>
    <message>
        <source>%1 jobs</source>
        <translation>%1 Aufträge</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1, noch %2</translation>
    </message>
    <message>
        <source>1 job waiting</source>
        <translation>1 Auftrag wartet</translation>
    </message>
    <message>
        <source>%1 jobs waiting</source>
        <translation>%1 Aufträge warten</translation>
    </message>
    <message>
        <source>No jobs running</source>
        <translation>Keine Aufträge laufen</translation>
    </message>
    <message>
        <source>No model open</source>
        <translation>Kein Modell geöffnet</translation>
    </message>
    <message>
        <source>%1 parameters, %2, %3</source>
        <translation>%1 Parameter, %2, %3</translation>
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
        <translation>Schicht %1</translation>
    </message>
    <message>
        <source>layer %1, %2</source>
        <translation>Schicht %1, %2</translation>
    </message>
    <message>
        <source>Relative error of the planned encoding, ‖W − Q‖ ÷ ‖W‖</source>
        <translation>Relativer Fehler der geplanten Kodierung, ‖W − Q‖ ÷ ‖W‖</translation>
    </message>
    <message>
        <source>Whether the importance matrix has values for the tensor</source>
        <translation>Ob die Wichtigkeitsmatrix Werte für den Tensor hat</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Error, %</source>
        <translation>Fehler, %</translation>
    </message>
    <message>
        <source>Imatrix</source>
        <translation>Imatrix</translation>
    </message>
    <message>
        <source>%1 NaN, %2 infinite values</source>
        <translation>%1 NaN, %2 unendliche Werte</translation>
    </message>
    <message>
        <source>The largest value lies %1 standard deviations out</source>
        <translation>Der größte Wert liegt %1 Standardabweichungen entfernt</translation>
    </message>
    <message>
        <source>The format leaves no choice for this tensor</source>
        <translation>Das Format lässt für diesen Tensor keine Wahl</translation>
    </message>
    <message>
        <source>%1 bytes as planned</source>
        <translation>%1 Bytes laut Plan</translation>
    </message>
    <message>
        <source>‖W − Q‖ ÷ ‖W‖ = %1</source>
        <translation>‖W − Q‖ ÷ ‖W‖ = %1</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>gemischt</translation>
    </message>
    <message>
        <source>covered</source>
        <translation>abgedeckt</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TensorsDock</name>
    <message>
        <source>Tensors</source>
        <translation>Tensoren</translation>
    </message>
    <message>
        <source>Name or pattern, e.g. *.ffn_down</source>
        <translation>Name oder Muster, z. B. *.ffn_down</translation>
    </message>
    <message>
        <source>Filter of the tensors</source>
        <translation>Filter der Tensoren</translation>
    </message>
    <message>
        <source>Part of a name, a pattern with * and ?, or role:attn_q  layer:3-7  type:Q4_K  imatrix:missing; words are joined by &quot;and&quot; (Ctrl+F)</source>
        <translation>Teil eines Namens, ein Muster mit * und ? oder role:attn_q  layer:3-7  type:Q4_K  imatrix:missing; mehrere Wörter gelten als „und“ (Strg+F)</translation>
    </message>
    <message>
        <source>More filters</source>
        <translation>Weitere Filter</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1, of which %2 have a choice</source>
        <translation>%1, davon %2 mit Wahl</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 Zeile</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Planned encoding</source>
        <translation>Geplante Kodierung</translation>
    </message>
    <message>
        <source>Missing in the importance matrix</source>
        <translation>Fehlt in der Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>First layers (0 to 3)</source>
        <translation>Erste Schichten (0 bis 3)</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TopBar</name>
    <message>
        <source>%1 · loads in %2</source>
        <translation>%1 · ladbar in %2</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Open a model first</source>
        <translation>Zuerst ein Modell öffnen</translation>
    </message>
    <message>
        <source>Effort</source>
        <translation>Aufwand</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>The bytes of the format&apos;s reference implementation</source>
        <translation>Die Bytes der Referenzimplementierung des Formats</translation>
    </message>
    <message>
        <source>Searches longer for codes with a lower error; same format, same size, slower</source>
        <translation>Sucht länger nach Codes mit kleinerem Fehler; gleiches Format, gleiche Größe, langsamer</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>The card that the model shall run on (Ctrl+G)</source>
        <translation>Die Karte, auf der das Modell laufen soll (Strg+G)</translation>
    </message>
    <message>
        <source>KV cache type</source>
        <translation>KV-Cache-Typ</translation>
    </message>
    <message>
        <source>Plan…</source>
        <translation>Plan…</translation>
    </message>
    <message>
        <source>Choose the encoding of every weight, or have the best mix found (Alt+4)</source>
        <translation>Die Kodierung jedes Gewichts wählen oder die beste Mischung suchen lassen (Alt+4)</translation>
    </message>
    <message>
        <source>Write the file (Ctrl+Return)</source>
        <translation>Datei schreiben (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>Context, tokens</source>
        <translation>Kontext, Tokens</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>Format · %1</source>
        <translation>Format · %1</translation>
    </message>
    <message>
        <source>Loads in %1. %2</source>
        <translation>Ladbar in %1. %2</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>with importance matrix</source>
        <translation>mit Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>Normal: the bytes of the format&apos;s reference implementation. High: a lower error in the same format and size; converting takes longer</source>
        <translation>Normal: die Bytes der Referenzimplementierung des Formats. Hoch: kleinerer Fehler in gleichem Format und gleicher Größe; das Konvertieren dauert länger</translation>
    </message>
    <message>
        <source>What %1 uses can be written in one way only</source>
        <translation>Was %1 verwendet, lässt sich nur auf eine Art schreiben</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TotalsModel</name>
    <message>
        <source>Total</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>with metadata</source>
        <translation>mit Metadaten</translation>
    </message>
    <message>
        <source>Norms, biases and what else the format stores in one way only</source>
        <translation>Normierungen, Biases und was das Format sonst nur auf eine Art speichert</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>Bits</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>Tensoren</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::WeightsPage</name>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Levels of the block before (Page Up)</source>
        <translation>Stufen des vorigen Blocks (Bild auf)</translation>
    </message>
    <message>
        <source>Levels of the next block (Page Down)</source>
        <translation>Stufen des nächsten Blocks (Bild ab)</translation>
    </message>
    <message>
        <source>Block before</source>
        <translation>Voriger Block</translation>
    </message>
    <message>
        <source>Next block</source>
        <translation>Nächster Block</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>Alle Schichten</translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation>Standardabweichung</translation>
    </message>
    <message>
        <source>Excess kurtosis</source>
        <translation>Exzess-Kurtosis</translation>
    </message>
    <message>
        <source>Largest value</source>
        <translation>Größter Wert</translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation>Relativer Fehler</translation>
    </message>
    <message>
        <source>What the cells show</source>
        <translation>Was die Zellen zeigen</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>Bins</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Maxima</source>
        <translation>Maxima</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>decoded from %1</source>
        <translation>dekodiert aus %1</translation>
    </message>
    <message>
        <source>row %1, columns %2 to %3</source>
        <translation>Zeile %1, Spalten %2 bis %3</translation>
    </message>
    <message>
        <source>the %1 levels of %2</source>
        <translation>die %1 Stufen in %2</translation>
    </message>
    <message>
        <source>the %1 values that occur in %2</source>
        <translation>die %1 in %2 vorkommenden Werte</translation>
    </message>
    <message>
        <source>%1 of the weights</source>
        <translation>%1 der Gewichte</translation>
    </message>
    <message>
        <source>read in %1</source>
        <translation>in %1 gelesen</translation>
    </message>
    <message>
        <source>Choose a tensor, a module or a layer in the list</source>
        <translation>Einen Tensor, ein Modul oder eine Schicht in der Liste wählen</translation>
    </message>
    <message>
        <source>%1 weights, %2</source>
        <translation>%1 Gewichte, %2</translation>
    </message>
    <message>
        <source>%1 weights in %2 tensors</source>
        <translation>%1 Gewichte in %2 Tensoren</translation>
    </message>
    <message>
        <source>%1, reading</source>
        <translation>%1, wird gelesen</translation>
    </message>
</context>
</TS>
