<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>CalibrationTexts</name>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>begun, goes on where it was</source>
        <translation>begonnen, geht dort weiter</translation>
    </message>
    <message>
        <source>not run yet</source>
        <translation>noch nicht gelaufen</translation>
    </message>
    <message>
        <source>%1, %2 old</source>
        <translation>%1, %2 alt</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>calibrated, %1</source>
        <translation>kalibriert, %1</translation>
    </message>
    <message>
        <source>calibrated on %1, %2</source>
        <translation>kalibriert mit %1, %2</translation>
    </message>
    <message>
        <source>calibrated by %1</source>
        <translation>kalibriert durch %1</translation>
    </message>
    <message>
        <source>needs a calibration text</source>
        <translation>braucht einen Kalibrierungstext</translation>
    </message>
    <message>
        <source>with importance matrix</source>
        <translation>mit Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>Codes are chosen by the text that comes with the program</source>
        <translation>Codes wählt der Text, der mit dem Programm kommt</translation>
    </message>
    <message>
        <source>Codes are chosen by %1</source>
        <translation>Codes wählt %1</translation>
    </message>
    <message>
        <source>%1, %2 tokens</source>
        <translation>%1, %2 Tokens</translation>
    </message>
    <message>
        <source>Codes are chosen by the statistics %1</source>
        <translation>Codes wählt die Statistik %1</translation>
    </message>
    <message>
        <source>%1, matrix by matrix</source>
        <translation>%1, jede Matrix für sich</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>%1 in %2 windows</source>
        <translation>%1 in %2 Fenstern</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>Too few tokens</source>
        <translation>Zu wenige Tokens</translation>
    </message>
    <message>
        <source>for none of %1 matrices</source>
        <translation>bei keiner von %1 Matrizen</translation>
    </message>
    <message>
        <source>Experts never used</source>
        <translation>Nie benutzte Experten</translation>
    </message>
</context>
<context>
    <name>DivergenceTexts</name>
    <message>
        <source>%1 against %2</source>
        <translation>%1 gegen %2</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL-Divergenz</translation>
    </message>
    <message>
        <source>%1, measured on a text</source>
        <translation>%1, gemessen an einem Text</translation>
    </message>
    <message>
        <source>KL %1</source>
        <translation>KL %1</translation>
    </message>
    <message>
        <source>KL divergence %1, same most likely token %2</source>
        <translation>KL-Divergenz %1, gleiches wahrscheinlichstes Token %2</translation>
    </message>
</context>
<context>
    <name>DownloadTexts</name>
    <message>
        <source>Download</source>
        <translation>Download</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 nach %2</translation>
    </message>
    <message>
        <source>%1 files, %2, checked; commit %3</source>
        <translation>%1 Dateien, %2, geprüft; Commit %3</translation>
    </message>
    <message>
        <source>%1 over the network</source>
        <translation>%1 über das Netz</translation>
    </message>
</context>
<context>
    <name>Drawings</name>
    <message>
        <source>a weight</source>
        <translation>ein Gewicht</translation>
    </message>
    <message>
        <source>4 bits: sixteen levels, code 9 is stored</source>
        <translation>4 Bits: sechzehn Stufen, gespeichert wird Code 9</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>Faktor</translation>
    </message>
    <message>
        <source>a block of weights</source>
        <translation>ein Block von Gewichten</translation>
    </message>
    <message>
        <source>is stored</source>
        <translation>wird gespeichert</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>16 bits: slow</source>
        <translation>16 Bits: langsam</translation>
    </message>
    <message>
        <source>4 bits: fast</source>
        <translation>4 Bits: schnell</translation>
    </message>
    <message>
        <source>probability of each next token</source>
        <translation>Wahrscheinlichkeit jedes nächsten Tokens</translation>
    </message>
    <message>
        <source>original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>quantized</source>
        <translation>quantisiert</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>compute</source>
        <translation>Rechenpuffer</translation>
    </message>
    <message>
        <source>overhead</source>
        <translation>Overhead</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>the memory of the card</source>
        <translation>der Speicher der Karte</translation>
    </message>
    <message>
        <source>layers; darker has more bits</source>
        <translation>Schichten; dunkler hat mehr Bits</translation>
    </message>
    <message>
        <source>how much each column is used</source>
        <translation>wie stark jede Spalte benutzt wird</translation>
    </message>
    <message>
        <source>error that is allowed there</source>
        <translation>Fehler, der dort erlaubt ist</translation>
    </message>
    <message>
        <source>one channel stretches the scale of all</source>
        <translation>ein Kanal dehnt den Skalenfaktor aller</translation>
    </message>
    <message>
        <source>one scale of the scales, in 16 bits</source>
        <translation>ein Faktor der Faktoren, in 16 Bits</translation>
    </message>
    <message>
        <source>256 weights</source>
        <translation>256 Gewichte</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8 Bits</translation>
    </message>
    <message>
        <source>blocks of NF4</source>
        <translation>NF4-Blöcke</translation>
    </message>
    <message>
        <source>their scales, quantized again</source>
        <translation>ihre Skalenfaktoren, noch einmal quantisiert</translation>
    </message>
    <message>
        <source>before</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>after</source>
        <translation>nachher</translation>
    </message>
    <message>
        <source>activations</source>
        <translation>Aktivierungen</translation>
    </message>
    <message>
        <source>rounded</source>
        <translation>gerundet</translation>
    </message>
    <message>
        <source>corrected by the error</source>
        <translation>um den Fehler berichtigt</translation>
    </message>
    <message>
        <source>row&apos;s scale</source>
        <translation>Faktor der Zeile</translation>
    </message>
    <message>
        <source>sign, 4 bits of exponent, 3 of mantissa</source>
        <translation>Vorzeichen, 4 Bits Exponent, 3 Bits Mantisse</translation>
    </message>
    <message>
        <source>first code book</source>
        <translation>erstes Codebuch</translation>
    </message>
    <message>
        <source>second code book</source>
        <translation>zweites Codebuch</translation>
    </message>
    <message>
        <source>eight weights</source>
        <translation>acht Gewichte</translation>
    </message>
    <message>
        <source>levels between the weights</source>
        <translation>Stufen zwischen den Gewichten</translation>
    </message>
    <message>
        <source>zero point moved</source>
        <translation>Nullpunkt verschoben</translation>
    </message>
    <message>
        <source>3 bits in small groups</source>
        <translation>3 Bits in kleinen Gruppen</translation>
    </message>
    <message>
        <source>outliers in 16 bits</source>
        <translation>Ausreißer in 16 Bits</translation>
    </message>
    <message>
        <source>an 8B model and a card of 12 GB</source>
        <translation>ein 8B-Modell und eine Karte mit 12 GB</translation>
    </message>
</context>
<context>
    <name>GuideTexts</name>
    <message>
        <source>written</source>
        <translation>wird geschrieben</translation>
    </message>
    <message>
        <source>explained</source>
        <translation>wird erklärt</translation>
    </message>
    <message>
        <source>This version of Quantlathe explains the family but does not write it yet.</source>
        <translation>Diese Version von Quantlathe erklärt die Familie, schreibt sie aber noch nicht.</translation>
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
        <translation>Keine Karte heißt %1</translation>
    </message>
    <message>
        <source>The names stand in the GPU list of the window and in resources/hardware/gpus.json.</source>
        <translation>Die Namen stehen in der GPU-Liste des Fensters und in resources/hardware/gpus.json.</translation>
    </message>
    <message>
        <source>Opening takes too long</source>
        <translation>Das Öffnen dauert zu lange</translation>
    </message>
    <message>
        <source>Measuring takes too long</source>
        <translation>Das Messen dauert zu lange</translation>
    </message>
    <message>
        <source>The report cannot be written</source>
        <translation>Der Bericht kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>The folder cannot be made</source>
        <translation>Der Ordner kann nicht angelegt werden</translation>
    </message>
</context>
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
    <message>
        <source>Not calibrated: %1</source>
        <translation>Nicht kalibriert: %1</translation>
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
        <source>File type</source>
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
    <message>
        <source>Columns without importance</source>
        <translation>Spalten ohne Wichtigkeit</translation>
    </message>
    <message>
        <source>The importance matrix knows nothing of %1 of %2 columns; they count evenly</source>
        <translation>Die Wichtigkeitsmatrix weiß nichts über %1 von %2 Spalten; sie zählen gleich viel</translation>
    </message>
</context>
<context>
    <name>MeasureJobTexts</name>
    <message>
        <source>original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>%1, %2 plans</source>
        <translation>%1, %2 Pläne</translation>
    </message>
    <message>
        <source>%1: perplexity %2</source>
        <translation>%1: Perplexität %2</translation>
    </message>
    <message>
        <source>%1: perplexity %2, KL divergence %3</source>
        <translation>%1: Perplexität %2, KL-Divergenz %3</translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation>Messung</translation>
    </message>
    <message>
        <source>%1, measured on a text</source>
        <translation>%1, gemessen an einem Text</translation>
    </message>
    <message>
        <source>KL %1</source>
        <translation>KL %1</translation>
    </message>
    <message>
        <source>%1 measured</source>
        <translation>%1 gemessen</translation>
    </message>
</context>
<context>
    <name>MeasureTexts</name>
    <message>
        <source>broken</source>
        <translation>unbrauchbar</translation>
    </message>
</context>
<context>
    <name>MergeTexts</name>
    <message>
        <source>Merge</source>
        <translation>Einrechnen</translation>
    </message>
    <message>
        <source>%1 into %2, to %3</source>
        <translation>%1 in %2, nach %3</translation>
    </message>
    <message>
        <source>%1 of %2 tensors changed, %3 in %4</source>
        <translation>%1 von %2 Tensoren geändert, %3 in %4</translation>
    </message>
</context>
<context>
    <name>MixTexts</name>
    <message>
        <source>There is no format %1</source>
        <translation>Es gibt kein Format %1</translation>
    </message>
    <message>
        <source>Best mix</source>
        <translation>Beste Mischung</translation>
    </message>
    <message>
        <source>What each encoding loses on each weight of %1</source>
        <translation>Was jede Kodierung an jedem Gewicht von %1 verliert</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 Gewichte</translation>
    </message>
</context>
<context>
    <name>ModelScan</name>
    <message>
        <source>Reading weights</source>
        <translation>Gewichte werden gelesen</translation>
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
        <translation>Ausgabe ist Embedding</translation>
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
        <source>Beginning of text</source>
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
        <source>Contents not read yet: NaN, infinite values, outliers</source>
        <translation>Inhalt noch nicht gelesen: NaN, unendliche Werte, Ausreißer</translation>
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
    <message>
        <source>Roles of tensors are guessed.</source>
        <translation>Rollen der Tensoren sind geraten.</translation>
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
    <name>PassTexts</name>
    <message>
        <source>original</source>
        <translation>Original</translation>
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
    <message>
        <source>at least %1</source>
        <translation>mindestens %1</translation>
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
    <name>ScanTexts</name>
    <message>
        <source>All weights</source>
        <translation>Alle Gewichte</translation>
    </message>
    <message>
        <source>All weights of %1, read once</source>
        <translation>Alle Gewichte von %1, einmal gelesen</translation>
    </message>
    <message>
        <source>%1 with NaN or infinite values</source>
        <translation>%1 mit NaN oder unendlichen Werten</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 Gewichte</translation>
    </message>
    <message>
        <source>%1 weights, %2 of them with NaN or infinite values</source>
        <translation>%1 Gewichte, davon %2 mit NaN oder unendlichen Werten</translation>
    </message>
</context>
<context>
    <name>SensitivityTexts</name>
    <message>
        <source>There is no format %1</source>
        <translation>Es gibt kein Format %1</translation>
    </message>
    <message>
        <source>Sensitivities</source>
        <translation>Empfindlichkeiten</translation>
    </message>
    <message>
        <source>What an error in each part of %1 does to its answers</source>
        <translation>Was ein Fehler in jedem Teil von %1 mit den Antworten macht</translation>
    </message>
    <message>
        <source>%1 parts</source>
        <translation>%1 Teile</translation>
    </message>
    <message>
        <source>%1 parts of the model, %2 measurements, %3 tokens of %4</source>
        <translation>%1 Teile des Modells, %2 Messungen, %3 Tokens von %4</translation>
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
    <name>UserData</name>
    <message>
        <source>This file is damaged</source>
        <translation>Diese Datei ist beschädigt</translation>
    </message>
    <message>
        <source>Another version of the program made this job</source>
        <translation>Eine andere Version des Programms hat diesen Auftrag angelegt</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>1 bit: the signs and a scale; for models trained that way</source>
        <translation>1 Bit: die Vorzeichen und ein Skalenfaktor; für so trainierte Modelle</translation>
    </message>
    <message>
        <source>1.6 bits, three levels, the smallest for any model; needs an importance matrix</source>
        <translation>1,6 Bit, drei Stufen, die kleinste für beliebige Modelle; braucht eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>1.7 bits for weights of three levels; for models trained that way</source>
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
        <source>2 bits for weights of three levels; for models trained that way</source>
        <translation>2 Bit für Gewichte mit drei Stufen; für so trainierte Modelle</translation>
    </message>
    <message>
        <source>2 bits nearly everywhere; needs an importance matrix</source>
        <translation>2 Bit fast überall; braucht eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>2 bits with a scale, blocks of 64; for models trained that way</source>
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
        <source>Upper bound of activations</source>
        <translation>Obergrenze der Aktivierungen</translation>
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
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>({:Lg} × {:.2Lf} GB ÷ {:Lg} GB/s + {:.2Lf} ms){} = {:.2Lf} ms a token ({}), ± {:.0Lf} %</source>
        <translation>({:Lg} × {:.2Lf} GB ÷ {:Lg} GB/s + {:.2Lf} ms){} = {:.2Lf} ms pro Token ({}), ± {:.0Lf} %</translation>
    </message>
    <message>
        <source>({}) × {} sequences</source>
        <translation>({}) × {} Sequenzen</translation>
    </message>
    <message>
        <source>.weight_format is {}; only 0, row by row, is loaded by today&apos;s bitsandbytes.</source>
        <translation>.weight_format ist {}; das heutige bitsandbytes lädt nur 0, Zeile für Zeile.</translation>
    </message>
    <message>
        <source>1 440 MiB for driver, kernels and a desktop: measured on an RTX 3060, within 130 MiB for five models</source>
        <translation>1 440 MiB für Treiber, Kernel und einen Desktop: gemessen auf einer RTX 3060, bei fünf Modellen auf 130 MiB genau</translation>
    </message>
    <message>
        <source>1 is</source>
        <translation>1 ist</translation>
    </message>
    <message>
        <source>2 × {} layers × {} cells × {} heads × {} × {:Lg} bytes</source>
        <translation>2 × {} Schichten × {} Zellen × {} Köpfe × {} × {:Lg} Bytes</translation>
    </message>
    <message>
        <source>400 MiB for driver and kernels on a card without a desktop</source>
        <translation>400 MiB für Treiber und Kernel auf einer Karte ohne Desktop</translation>
    </message>
    <message>
        <source>A .safetensors, .gguf or PyTorch .bin file can be opened, or the folder that holds the model.</source>
        <translation>Öffnen lässt sich eine .safetensors-, .gguf- oder PyTorch-.bin-Datei oder der Ordner, der das Modell enthält.</translation>
    </message>
    <message>
        <source>A Sequence must have a list &quot;normalizers&quot;.</source>
        <translation>Eine Sequence braucht eine Liste „normalizers“.</translation>
    </message>
    <message>
        <source>A Sequence must have a list &quot;pretokenizers&quot;.</source>
        <translation>Eine Sequence braucht eine Liste „pretokenizers“.</translation>
    </message>
    <message>
        <source>A TemplateProcessing must have a list &quot;single&quot;.</source>
        <translation>Ein TemplateProcessing braucht eine Liste „single“.</translation>
    </message>
    <message>
        <source>A byte-level vocabulary with tokenizer.ggml.add_space_prefix.</source>
        <translation>Ein Vokabular auf Byte-Ebene mit tokenizer.ggml.add_space_prefix.</translation>
    </message>
    <message>
        <source>A key has 1 to {} bytes.</source>
        <translation>Ein Schlüssel hat 1 bis {} Bytes.</translation>
    </message>
    <message>
        <source>A matrix in torchao&apos;s plain INT4 layout has scales in two dimensions: groups × rows.</source>
        <translation>Eine Matrix in torchaos einfacher INT4-Anordnung hat Skalenfaktoren in zwei Dimensionen: Gruppen × Zeilen.</translation>
    </message>
    <message>
        <source>A matrix of this shape cannot be there: {}.</source>
        <translation>Eine Matrix dieser Form ist nicht möglich: {}.</translation>
    </message>
    <message>
        <source>A matrix product failed</source>
        <translation>Ein Matrixprodukt ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>A merge of the tokenizer is not as expected</source>
        <translation>Ein Merge des Tokenizers ist nicht wie erwartet</translation>
    </message>
    <message>
        <source>A mix cannot be planned while layers are pruned</source>
        <translation>Eine Mischung lässt sich nicht planen, solange Schichten entfernt werden</translation>
    </message>
    <message>
        <source>A mix cannot be planned with a pure preset or an output matrix that is left as it is</source>
        <translation>Mit einer reinen Voreinstellung oder einer unverändert gelassenen Ausgabematrix lässt sich keine Mischung planen</translation>
    </message>
    <message>
        <source>A name for the result is missing</source>
        <translation>Ein Name für das Ergebnis fehlt</translation>
    </message>
    <message>
        <source>A pattern must be {{&quot;Regex&quot;: …}} or {{&quot;String&quot;: …}} and not empty.</source>
        <translation>Ein Muster muss {{&quot;Regex&quot;: …}} oder {{&quot;String&quot;: …}} sein und darf nicht leer sein.</translation>
    </message>
    <message>
        <source>A pattern of the tokenizer cannot be used</source>
        <translation>Ein Muster des Tokenizers ist nicht verwendbar</translation>
    </message>
    <message>
        <source>A pattern of the tokenizer cannot be used on this text</source>
        <translation>Ein Muster des Tokenizers ist für diesen Text nicht verwendbar</translation>
    </message>
    <message>
        <source>A pre-tokenizer belongs to one.</source>
        <translation>Ein Pre-Tokenizer gehört zu einem Vokabular.</translation>
    </message>
    <message>
        <source>A rule has no condition</source>
        <translation>Eine Regel hat keine Bedingung</translation>
    </message>
    <message>
        <source>A second rounding adds to the first. Use the BF16 file when you have it, or allow the double loss.</source>
        <translation>Eine zweite Rundung kommt zur ersten hinzu. Wenn vorhanden, die BF16-Datei verwenden, oder den doppelten Verlust zulassen.</translation>
    </message>
    <message>
        <source>A shipped file is missing: {}</source>
        <translation>Eine mitgelieferte Datei fehlt: {}</translation>
    </message>
    <message>
        <source>A special token of its template has no ids.</source>
        <translation>Ein Spezial-Token der Vorlage hat keine IDs.</translation>
    </message>
    <message>
        <source>A step is of the type &quot;{}&quot;. Known are Sequence, ByteLevel, Split, Digits, Punctuation, Whitespace, WhitespaceSplit, CharDelimiterSplit and Metaspace.</source>
        <translation>Ein Schritt hat den Typ „{}“. Bekannt sind Sequence, ByteLevel, Split, Digits, Punctuation, Whitespace, WhitespaceSplit, CharDelimiterSplit und Metaspace.</translation>
    </message>
    <message>
        <source>A step is of the type &quot;{}&quot;. Known are Sequence, Prepend, Replace, NFC, NFD, NFKC, NFKD, Lowercase, Strip and StripAccents.</source>
        <translation>Ein Schritt hat den Typ „{}“. Bekannt sind Sequence, Prepend, Replace, NFC, NFD, NFKC, NFKD, Lowercase, Strip und StripAccents.</translation>
    </message>
    <message>
        <source>A tensor ._weight_act_pre_scale is not supported</source>
        <translation>Ein Tensor ._weight_act_pre_scale wird nicht unterstützt</translation>
    </message>
    <message>
        <source>A tensor {} is missing</source>
        <translation>Ein Tensor {} fehlt</translation>
    </message>
    <message>
        <source>A tensor {} of an HQQ layer is missing</source>
        <translation>Ein Tensor {} einer HQQ-Schicht fehlt</translation>
    </message>
    <message>
        <source>A tensor {} of an HQQ layer is not supported</source>
        <translation>Ein Tensor {} einer HQQ-Schicht wird nicht unterstützt</translation>
    </message>
    <message>
        <source>A text cannot be run through this model</source>
        <translation>Durch dieses Modell kann kein Text laufen</translation>
    </message>
    <message>
        <source>A text or a number in it cannot be read.</source>
        <translation>Ein Text oder eine Zahl darin ist nicht lesbar.</translation>
    </message>
    <message>
        <source>A token in it has no id below {}.</source>
        <translation>Ein Token darin hat keine ID unter {}.</translation>
    </message>
    <message>
        <source>A token is listed twice</source>
        <translation>Ein Token ist doppelt aufgeführt</translation>
    </message>
    <message>
        <source>A token lies beyond the vocabulary</source>
        <translation>Ein Token liegt außerhalb des Vokabulars</translation>
    </message>
    <message>
        <source>A token of the vocabulary is no valid UTF-8</source>
        <translation>Ein Token des Vokabulars ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>A token of the vocabulary is too long</source>
        <translation>Ein Token des Vokabulars ist zu lang</translation>
    </message>
    <message>
        <source>A value is infinite</source>
        <translation>Ein Wert ist unendlich</translation>
    </message>
    <message>
        <source>A value is not a number (NaN)</source>
        <translation>Ein Wert ist keine Zahl (NaN)</translation>
    </message>
    <message>
        <source>A value is not finite</source>
        <translation>Ein Wert ist nicht endlich</translation>
    </message>
    <message>
        <source>A weight is described twice</source>
        <translation>Ein Gewicht ist doppelt beschrieben</translation>
    </message>
    <message>
        <source>A weight is not finite</source>
        <translation>Ein Gewicht ist nicht endlich</translation>
    </message>
    <message>
        <source>A weight is {}</source>
        <translation>Ein Gewicht ist {}</translation>
    </message>
    <message>
        <source>A weight of another model cannot be painted</source>
        <translation>Ein Gewicht eines anderen Modells kann nicht bemalt werden</translation>
    </message>
    <message>
        <source>A {} of {} does not fit into {}</source>
        <translation>{} {} passt nicht in {}</translation>
    </message>
    <message>
        <source>Another calibration writes this file</source>
        <translation>Eine andere Kalibrierung schreibt diese Datei</translation>
    </message>
    <message>
        <source>Another conversion is writing this file</source>
        <translation>Eine andere Konvertierung schreibt gerade diese Datei</translation>
    </message>
    <message>
        <source>As a matrix with these scales it is not possible: {}.</source>
        <translation>Als Matrix mit diesen Skalenfaktoren nicht möglich: {}.</translation>
    </message>
    <message>
        <source>As a matrix, {}.</source>
        <translation>Als Matrix: {}.</translation>
    </message>
    <message>
        <source>Asked for by {}. There are {}.</source>
        <translation>Verlangt von: {}. Verfügbar: {}.</translation>
    </message>
    <message>
        <source>At byte {} of its pickle it asks for {}.{}. Only state dicts are read: nothing that a pickle names is ever run. Save model.state_dict(), or the model as safetensors.</source>
        <translation>Bei Byte {} verlangt das Pickle {}.{}. Nur State-Dicts werden gelesen: Was ein Pickle nennt, wird nie ausgeführt. model.state_dict() oder das Modell als safetensors speichern.</translation>
    </message>
    <message>
        <source>At byte {} of its pickle: {}.</source>
        <translation>Bei Byte {} des Pickles: {}.</translation>
    </message>
    <message>
        <source>At byte {}: {}.</source>
        <translation>Bei Byte {}: {}.</translation>
    </message>
    <message>
        <source>At byte {}: {}. Download it again.</source>
        <translation>Bei Byte {}: {}. Erneut herunterladen.</translation>
    </message>
    <message>
        <source>At character {}: {}.</source>
        <translation>Bei Zeichen {}: {}.</translation>
    </message>
    <message>
        <source>Big-endian GGUF files are not supported</source>
        <translation>Big-Endian-GGUF-Dateien werden nicht unterstützt</translation>
    </message>
    <message>
        <source>Calibrating</source>
        <translation>Wird kalibriert</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Cannot ask for the free space</source>
        <translation>Der freie Platz kann nicht abgefragt werden</translation>
    </message>
    <message>
        <source>Cannot close the file</source>
        <translation>Die Datei kann nicht geschlossen werden</translation>
    </message>
    <message>
        <source>Cannot create the file</source>
        <translation>Die Datei kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>Cannot lock the file</source>
        <translation>Die Datei kann nicht gesperrt werden</translation>
    </message>
    <message>
        <source>Cannot map the file into memory</source>
        <translation>Die Datei kann nicht in den Speicher abgebildet werden</translation>
    </message>
    <message>
        <source>Cannot open the file</source>
        <translation>Die Datei kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Cannot open the file for writing</source>
        <translation>Die Datei kann nicht zum Schreiben geöffnet werden</translation>
    </message>
    <message>
        <source>Cannot read at byte {}</source>
        <translation>Lesen bei Byte {} nicht möglich</translation>
    </message>
    <message>
        <source>Cannot read back at byte {}</source>
        <translation>Zurücklesen bei Byte {} nicht möglich</translation>
    </message>
    <message>
        <source>Cannot read the file</source>
        <translation>Die Datei kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Cannot read the file&apos;s size</source>
        <translation>Die Dateigröße kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Cannot read the folder</source>
        <translation>Der Ordner kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Cannot remove what an earlier run left</source>
        <translation>Reste eines früheren Laufs können nicht entfernt werden</translation>
    </message>
    <message>
        <source>Cannot remove what an interrupted run left</source>
        <translation>Reste eines unterbrochenen Laufs können nicht entfernt werden</translation>
    </message>
    <message>
        <source>Cannot rename the finished file</source>
        <translation>Die fertige Datei kann nicht umbenannt werden</translation>
    </message>
    <message>
        <source>Cannot replace the file</source>
        <translation>Die Datei kann nicht ersetzt werden</translation>
    </message>
    <message>
        <source>Cannot reserve {}</source>
        <translation>{} können nicht reserviert werden</translation>
    </message>
    <message>
        <source>Cannot set the file&apos;s length</source>
        <translation>Die Länge der Datei kann nicht festgelegt werden</translation>
    </message>
    <message>
        <source>Cannot write at byte {}</source>
        <translation>Schreiben bei Byte {} nicht möglich</translation>
    </message>
    <message>
        <source>Cannot write the file to the disk</source>
        <translation>Die Datei kann nicht auf den Datenträger geschrieben werden</translation>
    </message>
    <message>
        <source>Check the disk; nothing was kept.</source>
        <translation>Den Datenträger prüfen; nichts wurde behalten.</translation>
    </message>
    <message>
        <source>Checking what is there</source>
        <translation>Vorhandenes wird geprüft</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Choose another name or allow it to be replaced.</source>
        <translation>Einen anderen Namen wählen oder das Ersetzen zulassen.</translation>
    </message>
    <message>
        <source>Choose another name or remove it.</source>
        <translation>Einen anderen Namen wählen oder das Vorhandene entfernen.</translation>
    </message>
    <message>
        <source>Choose another name or replace it.</source>
        <translation>Einen anderen Namen wählen oder das Vorhandene ersetzen.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Codes (.W_q) cannot be read without it.</source>
        <translation>Ohne ihn lassen sich Codes (.W_q) nicht lesen.</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>Wird verglichen</translation>
    </message>
    <message>
        <source>Convert the model to safetensors and open that.</source>
        <translation>Das Modell in safetensors konvertieren und das Ergebnis öffnen.</translation>
    </message>
    <message>
        <source>Convert the original model again with a current tool.</source>
        <translation>Das Originalmodell mit einem aktuellen Werkzeug erneut konvertieren.</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>Wird kopiert</translation>
    </message>
    <message>
        <source>Create it or choose another one.</source>
        <translation>Ihn anlegen oder einen anderen wählen.</translation>
    </message>
    <message>
        <source>Disk full at {} of {} on {}</source>
        <translation>Datenträger voll bei {} von {} auf {}</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>Erneut herunterladen.</translation>
    </message>
    <message>
        <source>Drop the folder that holds it and the weights.</source>
        <translation>Den Ordner ablegen, der sie und die Gewichte enthält.</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Wird kodiert</translation>
    </message>
    <message>
        <source>Expected a JSON object.</source>
        <translation>Erwartet wird ein JSON-Objekt.</translation>
    </message>
    <message>
        <source>Expected a list of {} names of kinds of layers.</source>
        <translation>Erwartet wird eine Liste mit {} Namen von Schichtarten.</translation>
    </message>
    <message>
        <source>Expected an object with the id of every token.</source>
        <translation>Erwartet wird ein Objekt mit der ID jedes Tokens.</translation>
    </message>
    <message>
        <source>Expected are scales in F16, BF16 or F32; quantized scales are not supported.</source>
        <translation>Erwartet werden Skalenfaktoren in F16, BF16 oder F32; quantisierte Skalenfaktoren werden nicht unterstützt.</translation>
    </message>
    <message>
        <source>Expected are two numbers of I64.</source>
        <translation>Erwartet werden zwei Zahlen vom Typ I64.</translation>
    </message>
    <message>
        <source>Expected is a byte-level one: tokenizer.json, or vocab.json and merges.txt.</source>
        <translation>Erwartet wird einer auf Byte-Ebene: tokenizer.json oder vocab.json und merges.txt.</translation>
    </message>
    <message>
        <source>Expected is a short text as a vector of U8.</source>
        <translation>Erwartet wird ein kurzer Text als Vektor vom Typ U8.</translation>
    </message>
    <message>
        <source>Expected is one flag of U8.</source>
        <translation>Erwartet wird ein Ja-Nein-Wert vom Typ U8.</translation>
    </message>
    <message>
        <source>Expected is one number of I32.</source>
        <translation>Erwartet wird eine Zahl vom Typ I32.</translation>
    </message>
    <message>
        <source>Expected is “{}”, the type of the scales.</source>
        <translation>Erwartet wird „{}“, der Typ der Skalenfaktoren.</translation>
    </message>
    <message>
        <source>Expected tokenizer.ggml.merges in its metadata.</source>
        <translation>In den Metadaten wird tokenizer.ggml.merges erwartet.</translation>
    </message>
    <message>
        <source>Expected tokenizer.ggml.tokens in its metadata.</source>
        <translation>In den Metadaten wird tokenizer.ggml.tokens erwartet.</translation>
    </message>
    <message>
        <source>Expected tokenizer.model or tokenizer.json beside its weights.</source>
        <translation>Neben den Gewichten wird tokenizer.model oder tokenizer.json erwartet.</translation>
    </message>
    <message>
        <source>FP8 and INT4 belong to different loaders (fbgemm_fp8 and torchao): a folder holds one of them</source>
        <translation>FP8 und INT4 gehören zu verschiedenen Ladeprogrammen (fbgemm_fp8 und torchao): Ein Ordner enthält nur eines davon</translation>
    </message>
    <message>
        <source>Found {}. {}</source>
        <translation>Gefunden: {}. {}</translation>
    </message>
    <message>
        <source>Free {} or choose another folder.</source>
        <translation>{} freigeben oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Free {}, then try again. Nothing was left.</source>
        <translation>{} freigeben, dann erneut versuchen. Nichts ist zurückgeblieben.</translation>
    </message>
    <message>
        <source>GGUF has no element type {}</source>
        <translation>GGUF hat keinen Elementtyp {}</translation>
    </message>
    <message>
        <source>GGUF has no such tensor type.</source>
        <translation>GGUF hat keinen solchen Tensortyp.</translation>
    </message>
    <message>
        <source>GGUF has no tensor type {}</source>
        <translation>GGUF hat keinen Tensortyp {}</translation>
    </message>
    <message>
        <source>GGUF version 1 is not supported</source>
        <translation>GGUF Version 1 wird nicht unterstützt</translation>
    </message>
    <message>
        <source>Give a number such as 4.25.</source>
        <translation>Eine Zahl wie 4.25 angeben.</translation>
    </message>
    <message>
        <source>Give it a glob, a regex, a role or layers; the glob * stands for every weight.</source>
        <translation>Einen Glob, einen Regex, eine Rolle oder Schichten angeben; der Glob * steht für jedes Gewicht.</translation>
    </message>
    <message>
        <source>HDF5 files are not supported</source>
        <translation>HDF5-Dateien werden nicht unterstützt</translation>
    </message>
    <message>
        <source>HQQ keeps its scales in F16, BF16 or F32, not in {}</source>
        <translation>HQQ speichert Skalenfaktoren in F16, BF16 oder F32, nicht in {}</translation>
    </message>
    <message>
        <source>HQQ stores finite numbers only.</source>
        <translation>HQQ speichert nur endliche Zahlen.</translation>
    </message>
    <message>
        <source>In its pickle: {}.</source>
        <translation>Im Pickle: {}.</translation>
    </message>
    <message>
        <source>In {}: {}. Write it without nested repetitions.</source>
        <translation>In {}: {}. Ohne verschachtelte Wiederholungen schreiben.</translation>
    </message>
    <message>
        <source>Inspection only: {}</source>
        <translation>Nur Untersuchung: {}</translation>
    </message>
    <message>
        <source>It begins in row {}, column {} (counted from 0).</source>
        <translation>Sie beginnt in Zeile {}, Spalte {} (ab 0 gezählt).</translation>
    </message>
    <message>
        <source>It belongs to GGUF files. Leave it out.</source>
        <translation>Das gehört zu GGUF-Dateien. Weglassen.</translation>
    </message>
    <message>
        <source>It ends at {}, inside {} that starts at {}.</source>
        <translation>Die Datei endet bei {0}, mitten in einem Teil, der bei {2} beginnt: {1}.</translation>
    </message>
    <message>
        <source>It has a quant_state for NF4 and one for FP4.</source>
        <translation>Es gibt einen quant_state für NF4 und einen für FP4.</translation>
    </message>
    <message>
        <source>It has more than {} steps, or chains inside chains.</source>
        <translation>Mehr als {} Schritte oder Ketten in Ketten.</translation>
    </message>
    <message>
        <source>It has no &quot;{}&quot;.</source>
        <translation>„{}“ fehlt.</translation>
    </message>
    <message>
        <source>It has no object &quot;model&quot;.</source>
        <translation>Das Objekt „model“ fehlt.</translation>
    </message>
    <message>
        <source>It has no options.</source>
        <translation>Es gibt keine Optionen.</translation>
    </message>
    <message>
        <source>It has {} bytes, a file may have {}. Choose a larger limit.</source>
        <translation>Er hat {} Bytes, eine Datei darf {} haben. Eine größere Grenze wählen.</translation>
    </message>
    <message>
        <source>It has {} bytes, at most {} are allowed.</source>
        <translation>{} Bytes, höchstens {} sind erlaubt.</translation>
    </message>
    <message>
        <source>It has {} bytes, at most {} are read.</source>
        <translation>{} Bytes, höchstens {} werden gelesen.</translation>
    </message>
    <message>
        <source>It has {} bytes, fewer than {} are expected.</source>
        <translation>{} Bytes, weniger als {} werden erwartet.</translation>
    </message>
    <message>
        <source>It has {} bytes; the description of a matrix has at most {}.</source>
        <translation>{} Bytes; die Beschreibung einer Matrix hat höchstens {}.</translation>
    </message>
    <message>
        <source>It has {} rows and {} columns; at most {} of each can be shown.</source>
        <translation>{} Zeilen und {} Spalten; jeweils höchstens {} lassen sich zeigen.</translation>
    </message>
    <message>
        <source>It has {} rows of {} columns.</source>
        <translation>Vorhanden sind {} Zeilen mit {} Spalten.</translation>
    </message>
    <message>
        <source>It has {} tokens, at least {} are needed.</source>
        <translation>{} Tokens, mindestens {} sind nötig.</translation>
    </message>
    <message>
        <source>It has {} tokens, one window has {}. Take a longer text or a shorter context.</source>
        <translation>{} Tokens, ein Fenster hat {}. Einen längeren Text oder einen kürzeren Kontext nehmen.</translation>
    </message>
    <message>
        <source>It has {} tokens, the model has learned {} positions.</source>
        <translation>{} Tokens, das Modell hat {} Positionen gelernt.</translation>
    </message>
    <message>
        <source>It holds complex numbers.</source>
        <translation>Enthält komplexe Zahlen.</translation>
    </message>
    <message>
        <source>It holds no reliable month.</source>
        <translation>Enthält keinen verlässlichen Monat.</translation>
    </message>
    <message>
        <source>It holds two pickles named data.pkl.</source>
        <translation>Enthält zwei Pickles namens data.pkl.</translation>
    </message>
    <message>
        <source>It holds {} values of {}, {} needs {} of {}.</source>
        <translation>Vorhanden sind {} Werte in {}, {} braucht {} in {}.</translation>
    </message>
    <message>
        <source>It holds {}. {}</source>
        <translation>Inhalt: {}. {}</translation>
    </message>
    <message>
        <source>It is &quot;{}&quot;, expected softmax or sigmoid.</source>
        <translation>Der Wert ist „{}“, erwartet wird softmax oder sigmoid.</translation>
    </message>
    <message>
        <source>It is a number from {:Lg} to {:Lg}.</source>
        <translation>Möglich ist eine Zahl von {:Lg} bis {:Lg}.</translation>
    </message>
    <message>
        <source>It is a zip archive without data.pkl, so torch.save did not write it.</source>
        <translation>Ein Zip-Archiv ohne data.pkl, also nicht von torch.save geschrieben.</translation>
    </message>
    <message>
        <source>It is of the type &quot;{}&quot;. Known are Sequence, TemplateProcessing, ByteLevel, RobertaProcessing and BertProcessing.</source>
        <translation>Der Typ ist „{}“. Bekannt sind Sequence, TemplateProcessing, ByteLevel, RobertaProcessing und BertProcessing.</translation>
    </message>
    <message>
        <source>It is one of {}.</source>
        <translation>Möglich sind {}.</translation>
    </message>
    <message>
        <source>It is stored as {}, which can be listed but not decoded.</source>
        <translation>Gespeichert als {}; das lässt sich auflisten, aber nicht dekodieren.</translation>
    </message>
    <message>
        <source>It is stored as {}, which cannot be written yet.</source>
        <translation>Gespeichert als {}; das lässt sich noch nicht schreiben.</translation>
    </message>
    <message>
        <source>It is stored in parts: its values have no stored order of their own.</source>
        <translation>Es ist in Teilen gespeichert: Die Werte haben keine eigene gespeicherte Reihenfolge.</translation>
    </message>
    <message>
        <source>It is that of the token {}.</source>
        <translation>Es geht um das Token {}.</translation>
    </message>
    <message>
        <source>It is true or false.</source>
        <translation>Möglich sind true und false.</translation>
    </message>
    <message>
        <source>It is {}, expected {}.</source>
        <translation>Der Wert ist {}, erwartet: {}.</translation>
    </message>
    <message>
        <source>It must be a list of U8, the bytes of a JSON text; it is {} in {} dimensions.</source>
        <translation>Nötig ist eine Liste vom Typ U8, die Bytes eines JSON-Textes; vorhanden ist {} in {} Dimensionen.</translation>
    </message>
    <message>
        <source>It must be one JSON object.</source>
        <translation>Nötig ist ein einziges JSON-Objekt.</translation>
    </message>
    <message>
        <source>It names {} weights and {} of their groups.</source>
        <translation>Genannt sind {} Gewichte und {} ihrer Gruppen.</translation>
    </message>
    <message>
        <source>It needs values of an importance matrix for this weight (--imatrix).</source>
        <translation>Dieses Gewicht braucht dafür Werte einer Wichtigkeitsmatrix (--imatrix).</translation>
    </message>
    <message>
        <source>It needs {} bytes, the file has room for {}.</source>
        <translation>Nötig sind {} Bytes, die Datei hat Platz für {}.</translation>
    </message>
    <message>
        <source>It scales the inputs of the layer, so the stored weight alone says nothing.</source>
        <translation>Er skaliert die Eingaben der Schicht, das gespeicherte Gewicht allein sagt also nichts aus.</translation>
    </message>
    <message>
        <source>It stands at position {} of sequence {}; the model knows the tokens 0 to {}.</source>
        <translation>Es steht an Position {} von Sequenz {}; das Modell kennt die Tokens 0 bis {}.</translation>
    </message>
    <message>
        <source>It stands in row {}, column {} (counted from 0).</source>
        <translation>Stelle: Zeile {}, Spalte {} (ab 0 gezählt).</translation>
    </message>
    <message>
        <source>It stands in {}; HQQ stores finite numbers only.</source>
        <translation>Stelle: {}; HQQ speichert nur endliche Zahlen.</translation>
    </message>
    <message>
        <source>It was chosen for {}.</source>
        <translation>Gewählt wurde sie für {}.</translation>
    </message>
    <message>
        <source>It was made for a dry run, to be looked at only.</source>
        <translation>Er wurde für einen Probelauf erstellt, nur zum Ansehen.</translation>
    </message>
    <message>
        <source>It was made from a SentencePiece model. Put that model&apos;s tokenizer.model into the folder.</source>
        <translation>Es wurde aus einem SentencePiece-Modell erstellt. Dessen tokenizer.model in den Ordner legen.</translation>
    </message>
    <message>
        <source>It would count {}, the form holds 32-bit numbers.</source>
        <translation>Sie müsste {} zählen, die Dateiart enthält 32-Bit-Zahlen.</translation>
    </message>
    <message>
        <source>Its &quot;quant_type&quot; is &quot;{}&quot;.</source>
        <translation>„quant_type“ ist „{}“.</translation>
    </message>
    <message>
        <source>Its &quot;shape&quot; is not possible: {}.</source>
        <translation>„shape“ ist nicht möglich: {}.</translation>
    </message>
    <message>
        <source>Its elements change places, which {} does not allow.</source>
        <translation>Die Elemente tauschen ihre Plätze, was {} nicht zulässt.</translation>
    </message>
    <message>
        <source>Its embedding has the tokens 0 to {}. Tokenizer and weights do not belong together.</source>
        <translation>Das Embedding hat die Tokens 0 bis {}. Tokenizer und Gewichte gehören nicht zusammen.</translation>
    </message>
    <message>
        <source>Its general.type is not &quot;imatrix&quot;. Choose a file made by llama-imatrix.</source>
        <translation>general.type ist nicht „imatrix“. Eine von llama-imatrix erstellte Datei wählen.</translation>
    </message>
    <message>
        <source>Its general.type is not &quot;{}&quot;.</source>
        <translation>general.type ist nicht „{}“.</translation>
    </message>
    <message>
        <source>Its list of tokens is empty.</source>
        <translation>Die Liste der Tokens ist leer.</translation>
    </message>
    <message>
        <source>Its model has a {}.</source>
        <translation>Im Tokenizer-Modell ist {} gesetzt.</translation>
    </message>
    <message>
        <source>Its model is &quot;{}&quot;, supported is BPE (others only as a SentencePiece tokenizer.model).</source>
        <translation>Das Tokenizer-Modell ist „{}“, unterstützt wird BPE (andere nur als tokenizer.model von SentencePiece).</translation>
    </message>
    <message>
        <source>Its model leaves merges out at random (dropout).</source>
        <translation>Das Tokenizer-Modell lässt Merges zufällig aus (dropout).</translation>
    </message>
    <message>
        <source>Its pickle has {} bytes, at most {} are read. A state dict holds tensors beside the pickle, not in it.</source>
        <translation>Das Pickle hat {} Bytes, höchstens {} werden gelesen. Ein State-Dict enthält Tensoren neben dem Pickle, nicht darin.</translation>
    </message>
    <message>
        <source>Its row length {} is not a multiple of {}, and a pure file has no replacements. Give it another encoding, or leave --pure out.</source>
        <translation>Die Zeilenlänge {} ist kein Vielfaches von {}, und eine reine Datei hat keinen Ersatz. Eine andere Kodierung wählen oder --pure weglassen.</translation>
    </message>
    <message>
        <source>Its row length {} is not a multiple of {}, and {} has no replacement. Choose F16 or BF16.</source>
        <translation>Die Zeilenlänge {} ist kein Vielfaches von {}, und für {} gibt es keinen Ersatz. F16 oder BF16 wählen.</translation>
    </message>
    <message>
        <source>Its rows have {} columns, not a multiple of {}.</source>
        <translation>Die Zeilen haben {} Spalten, kein Vielfaches von {}.</translation>
    </message>
    <message>
        <source>Its tensors hold {} bytes, which does not fit {} rows of {} columns in {}.</source>
        <translation>Die Tensoren enthalten {} Bytes, das passt nicht zu {} Zeilen mit {} Spalten in {}.</translation>
    </message>
    <message>
        <source>Its version is not {}.</source>
        <translation>Die Version ist nicht {}.</translation>
    </message>
    <message>
        <source>Its weights are quantized already. Start from the original</source>
        <translation>Die Gewichte sind bereits quantisiert. Vom Original ausgehen</translation>
    </message>
    <message>
        <source>KV cache: {}. Plan for a file size instead.</source>
        <translation>KV-Cache: {}. Stattdessen für eine Dateigröße planen.</translation>
    </message>
    <message>
        <source>Keep the files of the source, or limit their size, or their number of tensors.</source>
        <translation>Die Dateien der Quelle beibehalten oder die Dateigröße oder die Anzahl der Tensoren pro Datei begrenzen.</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Key {} is missing, expected {} as in {}.</source>
        <translation>Schlüssel {} fehlt, erwartet: {} (maßgeblich: {}).</translation>
    </message>
    <message>
        <source>Key {} is missing.</source>
        <translation>Schlüssel {} fehlt.</translation>
    </message>
    <message>
        <source>Key {} is {}, but the {} files hold {} tensors.</source>
        <translation>Schlüssel {} ist {}, aber die {} Dateien enthalten {} Tensoren.</translation>
    </message>
    <message>
        <source>Key {} is {}, expected {} as in {}.</source>
        <translation>Schlüssel {} ist {}, erwartet: {} (maßgeblich: {}).</translation>
    </message>
    <message>
        <source>Key {} says it is one of {} files, but its name does not end in -00001-of-{:05}.gguf or the like, so the others cannot be found. Give all of them their names back.</source>
        <translation>Laut Schlüssel {} ist dies eine von {} Dateien, aber der Name endet nicht auf -00001-of-{:05}.gguf oder Ähnliches, sodass die anderen nicht zu finden sind. Allen ihre Namen zurückgeben.</translation>
    </message>
    <message>
        <source>Known are {}.</source>
        <translation>Bekannt sind {}.</translation>
    </message>
    <message>
        <source>Leave one of the two wishes for output.weight out.</source>
        <translation>Einen der beiden Wünsche für output.weight weglassen.</translation>
    </message>
    <message>
        <source>Line {} is not two parts with a blank between them, or there are more than {} lines.</source>
        <translation>Zeile {} besteht nicht aus zwei Teilen mit einem Leerzeichen dazwischen, oder es gibt mehr als {} Zeilen.</translation>
    </message>
    <message>
        <source>Load it with PyTorch and save it again with torch.save, or convert the model to safetensors.</source>
        <translation>Mit PyTorch laden und mit torch.save neu speichern oder das Modell in safetensors konvertieren.</translation>
    </message>
    <message>
        <source>Looked in: {}. Install the program again or set QUANTLATHE_RESOURCES.</source>
        <translation>Gesucht in: {}. Das Programm neu installieren oder QUANTLATHE_RESOURCES setzen.</translation>
    </message>
    <message>
        <source>Measure with another format, for example gguf: sensitivities hold for every format.</source>
        <translation>Mit einem anderen Format messen, zum Beispiel gguf: Empfindlichkeiten gelten für jedes Format.</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Wird gemessen</translation>
    </message>
    <message>
        <source>Measuring errors</source>
        <translation>Fehler werden gemessen</translation>
    </message>
    <message>
        <source>Measuring sensitivities</source>
        <translation>Empfindlichkeiten werden gemessen</translation>
    </message>
    <message>
        <source>Metadata {} at byte {}: {}.</source>
        <translation>Metadaten {} bei Byte {}: {}.</translation>
    </message>
    <message>
        <source>Minimums and the list of encodings leave nothing smaller.</source>
        <translation>Die Minima und die Liste der Kodierungen lassen nichts Kleineres zu.</translation>
    </message>
    <message>
        <source>More than {} are not searched. Open the model&apos;s file itself.</source>
        <translation>Mehr als {} werden nicht durchsucht. Die Datei des Modells selbst öffnen.</translation>
    </message>
    <message>
        <source>More than {} files; choose a larger limit.</source>
        <translation>Mehr als {} Dateien; eine größere Grenze wählen.</translation>
    </message>
    <message>
        <source>More than {} levels of objects and arrays are not accepted.</source>
        <translation>Mehr als {} Ebenen von Objekten und Arrays sind nicht zulässig.</translation>
    </message>
    <message>
        <source>NaN or infinity appears behind the last layer. The output matrix or the final norm is damaged, or its numbers overflow.</source>
        <translation>Hinter der letzten Schicht treten NaN oder unendliche Werte auf. Die Ausgabematrix oder die letzte Normierung ist beschädigt, oder ihre Zahlen laufen über.</translation>
    </message>
    <message>
        <source>NaN or infinity appears in {} of blk.{}. Its weights are damaged, or their numbers overflow.</source>
        <translation>In blk.{1} treten NaN oder unendliche Werte auf, Stelle: {0}. Die Gewichte sind beschädigt, oder ihre Zahlen laufen über.</translation>
    </message>
    <message>
        <source>No context is short enough.</source>
        <translation>Kein Kontext ist kurz genug.</translation>
    </message>
    <message>
        <source>No encoding is left for {}</source>
        <translation>Für {} bleibt keine Kodierung übrig</translation>
    </message>
    <message>
        <source>No file can hold so much.</source>
        <translation>Keine Datei kann so viel enthalten.</translation>
    </message>
    <message>
        <source>No file of {} can be written on {}</source>
        <translation>Eine Datei von {} kann auf {} nicht geschrieben werden</translation>
    </message>
    <message>
        <source>No layer would be left</source>
        <translation>Es bliebe keine Schicht übrig</translation>
    </message>
    <message>
        <source>No plan has a predicted KL divergence of {:Lg} or less</source>
        <translation>Kein Plan hat eine vorhergesagte KL-Divergenz von höchstens {:Lg}</translation>
    </message>
    <message>
        <source>No plan of this model fits {} with {} tokens</source>
        <translation>Kein Plan dieses Modells passt auf {} bei {} Tokens</translation>
    </message>
    <message>
        <source>No preset of {} can be used for this model</source>
        <translation>Keine Voreinstellung von {} ist für dieses Modell verwendbar</translation>
    </message>
    <message>
        <source>None of its {} entries names a weight of the model; the first are {}. The model&apos;s are {}.</source>
        <translation>Keiner der {} Einträge nennt ein Gewicht des Modells; die ersten sind {}. Die des Modells sind {}.</translation>
    </message>
    <message>
        <source>Nothing of that name, role or layer can be given an encoding in this model.</source>
        <translation>Nichts mit diesem Namen, dieser Rolle oder Schicht kann in diesem Modell eine Kodierung erhalten.</translation>
    </message>
    <message>
        <source>Nothing would be stored as {}</source>
        <translation>Nichts würde als {} gespeichert</translation>
    </message>
    <message>
        <source>NumPy files are not supported</source>
        <translation>NumPy-Dateien werden nicht unterstützt</translation>
    </message>
    <message>
        <source>One has {} tokens, the other {}.</source>
        <translation>Das eine hat {} Tokens, das andere {}.</translation>
    </message>
    <message>
        <source>Only GGUF files are split and merged. Convert it first.</source>
        <translation>Nur GGUF-Dateien werden aufgeteilt und zusammengeführt. Zuerst konvertieren.</translation>
    </message>
    <message>
        <source>Only a part of its tensor belongs to it: it has no stored order of its own.</source>
        <translation>Nur ein Teil des Tensors gehört dazu: Das Gewicht hat keine eigene gespeicherte Reihenfolge.</translation>
    </message>
    <message>
        <source>Only little-endian files can be read. Save the model again on another machine.</source>
        <translation>Nur Little-Endian-Dateien sind lesbar. Das Modell auf einem anderen Rechner neu speichern.</translation>
    </message>
    <message>
        <source>Open one of them: {}.</source>
        <translation>Eine davon öffnen: {}.</translation>
    </message>
    <message>
        <source>PCRE2 error {}</source>
        <translation>PCRE2-Fehler {}</translation>
    </message>
    <message>
        <source>Piece {} ends beyond its file.</source>
        <translation>Stück {} endet hinter dem Ende seiner Datei.</translation>
    </message>
    <message>
        <source>Piece {} overlaps what comes before it.</source>
        <translation>Stück {} überlappt das, was davor liegt.</translation>
    </message>
    <message>
        <source>Pin the weights that are decided instead, for example output.weight.</source>
        <translation>Stattdessen die festgelegten Gewichte fixieren, zum Beispiel output.weight.</translation>
    </message>
    <message>
        <source>Programs are not run. Save model.state_dict(), or the model as safetensors.</source>
        <translation>Programme werden nicht ausgeführt. model.state_dict() oder das Modell als safetensors speichern.</translation>
    </message>
    <message>
        <source>Prune fewer layers.</source>
        <translation>Weniger Schichten entfernen.</translation>
    </message>
    <message>
        <source>Reason: {}.</source>
        <translation>Grund: {}.</translation>
    </message>
    <message>
        <source>Reason: {}. Choose another encoding for it, or leave it as it is ({}).</source>
        <translation>Grund: {}. Eine andere Kodierung dafür wählen oder es unverändert lassen ({}).</translation>
    </message>
    <message>
        <source>RoPE scaling of type &quot;{}&quot; is not known for this architecture</source>
        <translation>RoPE-Skalierung vom Typ „{}“ ist für diese Architektur nicht bekannt</translation>
    </message>
    <message>
        <source>Row {}, column {}</source>
        <translation>Zeile {}, Spalte {}</translation>
    </message>
    <message>
        <source>Running the model</source>
        <translation>Modell wird ausgeführt</translation>
    </message>
    <message>
        <source>Running the original</source>
        <translation>Original wird ausgeführt</translation>
    </message>
    <message>
        <source>Say with a preset which ones go together: {}.</source>
        <translation>Mit einer Voreinstellung angeben, welche zusammengehören: {}.</translation>
    </message>
    <message>
        <source>Scales or zero points are quantized themselves, as releases of hqq before 0.2.2 could do.</source>
        <translation>Skalenfaktoren oder Nullpunkte sind selbst quantisiert, wie es hqq vor Version 0.2.2 konnte.</translation>
    </message>
    <message>
        <source>Sequence {} has no tokens</source>
        <translation>Sequenz {} hat keine Tokens</translation>
    </message>
    <message>
        <source>Sequence {} is too long for this model</source>
        <translation>Sequenz {} ist zu lang für dieses Modell</translation>
    </message>
    <message>
        <source>Shard {} of {}</source>
        <translation>Teil {} von {}</translation>
    </message>
    <message>
        <source>Steam hardware survey</source>
        <translation>Steam-Hardware-Umfrage</translation>
    </message>
    <message>
        <source>Storage {} of tensor {} at byte {} has {} bytes, {} are expected.</source>
        <translation>Speicherbereich {} des Tensors {} bei Byte {} hat {} Bytes, erwartet werden {}.</translation>
    </message>
    <message>
        <source>Storage {} of tensor {} is missing.</source>
        <translation>Speicherbereich {} des Tensors {} fehlt.</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>Tensor {} (byte {}) is not named in {}.</source>
        <translation>Tensor {} (Byte {}) wird in {} nicht genannt.</translation>
    </message>
    <message>
        <source>Tensor {} (byte {}) stands in {} too. Open one of the files on its own.</source>
        <translation>Tensor {} (Byte {}) steht auch in {}. Eine der Dateien einzeln öffnen.</translation>
    </message>
    <message>
        <source>Tensor {} at byte {}: {}.</source>
        <translation>Tensor {} bei Byte {}: {}.</translation>
    </message>
    <message>
        <source>Tensor {} is here at byte {}, {} says it is in {}.</source>
        <translation>Tensor {} steht hier bei Byte {}, laut {} steht er in {}.</translation>
    </message>
    <message>
        <source>Tensor {} is not in {}, where the index says it is.</source>
        <translation>Tensor {} steht nicht in {}, wo er laut Index steht.</translation>
    </message>
    <message>
        <source>Tensor {} stands in an earlier file of the set too.</source>
        <translation>Tensor {} steht auch in einer früheren Datei des Satzes.</translation>
    </message>
    <message>
        <source>Tensor {} stands in another one too.</source>
        <translation>Tensor {} steht auch in einer anderen.</translation>
    </message>
    <message>
        <source>Tensor {} starts at byte {} of the file, inside the tensor before it, which ends at byte {}.</source>
        <translation>Tensor {} beginnt bei Byte {} der Datei, innerhalb des vorigen Tensors, der bei Byte {} endet.</translation>
    </message>
    <message>
        <source>Tensor {} starts at byte {} of the file, leaving a hole behind the tensor before it, which ends at byte {}.</source>
        <translation>Tensor {} beginnt bei Byte {} der Datei und lässt eine Lücke hinter dem vorigen Tensor, der bei Byte {} endet.</translation>
    </message>
    <message>
        <source>Tensor {}: {}.</source>
        <translation>Tensor {}: {}.</translation>
    </message>
    <message>
        <source>TensorFlow Lite files are not supported</source>
        <translation>TensorFlow-Lite-Dateien werden nicht unterstützt</translation>
    </message>
    <message>
        <source>Text could not be brought into a normal form</source>
        <translation>Text ließ sich nicht in eine Normalform bringen</translation>
    </message>
    <message>
        <source>The Gram matrices of a layer do not fit the memory allowed for them</source>
        <translation>Die Gram-Matrizen einer Schicht passen nicht in den dafür erlaubten Speicher</translation>
    </message>
    <message>
        <source>The SentencePiece library cannot use this model</source>
        <translation>Die SentencePiece-Bibliothek kann dieses Modell nicht verwenden</translation>
    </message>
    <message>
        <source>The activations of layer {} are not finite</source>
        <translation>Die Aktivierungen von Schicht {} sind nicht endlich</translation>
    </message>
    <message>
        <source>The added token &quot;{}&quot; has the id {}, the vocabulary has {} tokens.</source>
        <translation>Das hinzugefügte Token „{}“ hat die ID {}, das Vokabular hat {} Tokens.</translation>
    </message>
    <message>
        <source>The behavior &quot;{}&quot; is not known. Known are Isolated, Removed, MergedWithPrevious, MergedWithNext and Contiguous.</source>
        <translation>Das Verhalten „{}“ ist nicht bekannt. Bekannt sind Isolated, Removed, MergedWithPrevious, MergedWithNext und Contiguous.</translation>
    </message>
    <message>
        <source>The best one has {:.3Lg}.</source>
        <translation>Der beste hat {:.3Lg}.</translation>
    </message>
    <message>
        <source>The checkpoint has no such tensor.</source>
        <translation>Der Checkpoint hat keinen solchen Tensor.</translation>
    </message>
    <message>
        <source>The codes are labelled as floating point numbers, as for distributed training.</source>
        <translation>Die Codes sind als Gleitkommazahlen gekennzeichnet, wie für verteiltes Training.</translation>
    </message>
    <message>
        <source>The codes of a matrix in torchao&apos;s plain INT4 layout have two dimensions.</source>
        <translation>Die Codes einer Matrix in torchaos einfacher INT4-Anordnung haben zwei Dimensionen.</translation>
    </message>
    <message>
        <source>The context is too long for this model</source>
        <translation>Der Kontext ist zu lang für dieses Modell</translation>
    </message>
    <message>
        <source>The context is too short</source>
        <translation>Der Kontext ist zu kurz</translation>
    </message>
    <message>
        <source>The count of {} is {}.</source>
        <translation>Die Anzahl für {} ist {}.</translation>
    </message>
    <message>
        <source>The description of a matrix does not fit</source>
        <translation>Die Beschreibung einer Matrix passt nicht</translation>
    </message>
    <message>
        <source>The description of an HQQ layer makes no sense</source>
        <translation>Die Beschreibung einer HQQ-Schicht ergibt keinen Sinn</translation>
    </message>
    <message>
        <source>The disk gives other bytes back than were written</source>
        <translation>Der Datenträger liefert andere Bytes zurück, als geschrieben wurden</translation>
    </message>
    <message>
        <source>The document</source>
        <translation>Das Dokument</translation>
    </message>
    <message>
        <source>The download was answered with a page. Sign in or accept the licence there, then download again.</source>
        <translation>Statt der Datei kam beim Herunterladen eine Webseite. Dort anmelden oder die Lizenz annehmen, dann erneut herunterladen.</translation>
    </message>
    <message>
        <source>The entry &quot;{}&quot; must have a whole number as its name and a content.</source>
        <translation>Der Eintrag „{}“ muss eine ganze Zahl als Namen und einen Inhalt haben.</translation>
    </message>
    <message>
        <source>The error is near byte {}.</source>
        <translation>Der Fehler liegt nahe Byte {}.</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>Die Datei</translation>
    </message>
    <message>
        <source>The file exists already</source>
        <translation>Die Datei existiert bereits</translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation>Die Datei ist leer</translation>
    </message>
    <message>
        <source>The file is shorter than it was. Delete it to start anew.</source>
        <translation>Die Datei ist kürzer als zuvor. Zum Neubeginn löschen.</translation>
    </message>
    <message>
        <source>The file is too large for what it should be</source>
        <translation>Die Datei ist zu groß für das, was sie sein soll</translation>
    </message>
    <message>
        <source>The file itself was not downloaded. Run git lfs pull in its folder.</source>
        <translation>Die Datei selbst wurde nicht heruntergeladen. In ihrem Ordner git lfs pull ausführen.</translation>
    </message>
    <message>
        <source>The file system or a limit on the size of files (ulimit -f) stops before. Choose another folder or raise the limit, then resume.</source>
        <translation>Das Dateisystem oder eine Grenze für die Dateigröße (ulimit -f) lässt das nicht zu. Einen anderen Ordner wählen oder die Grenze erhöhen, dann fortsetzen.</translation>
    </message>
    <message>
        <source>The file system or a limit on the size of files (ulimit -f) stops before. Choose another folder or raise the limit, then try again.</source>
        <translation>Das Dateisystem oder eine Grenze für die Dateigröße (ulimit -f) lässt das nicht zu. Einen anderen Ordner wählen oder die Grenze erhöhen, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>The file was changed while the model was read</source>
        <translation>Die Datei wurde geändert, während das Modell gelesen wurde</translation>
    </message>
    <message>
        <source>The group of row {}, column {} holds values from {} to {}. Keep this weight in 16 bits.</source>
        <translation>Die Gruppe von Zeile {}, Spalte {} enthält Werte von {} bis {}. Dieses Gewicht in 16 Bit lassen.</translation>
    </message>
    <message>
        <source>The group of {} holds {} and {}; their distance exceeds the largest float.</source>
        <translation>Die Gruppe von {} enthält {} und {}; ihr Abstand überschreitet die größte Gleitkommazahl.</translation>
    </message>
    <message>
        <source>The header at byte {}: {}.</source>
        <translation>Der Header bei Byte {}: {}.</translation>
    </message>
    <message>
        <source>The header says at byte 0 that it is {} bytes long, at most {} are allowed.</source>
        <translation>Der Header gibt bei Byte 0 eine Länge von {} Bytes an, erlaubt sind höchstens {}.</translation>
    </message>
    <message>
        <source>The header says at byte 0 that it is {} bytes long, the file has {}.</source>
        <translation>Der Header gibt bei Byte 0 eine Länge von {} Bytes an, die Datei hat {}.</translation>
    </message>
    <message>
        <source>The id is {}, the vocabulary has {} tokens.</source>
        <translation>Die ID ist {}, das Vokabular hat {} Tokens.</translation>
    </message>
    <message>
        <source>The id of &quot;{}&quot; is no whole number below {}.</source>
        <translation>Die ID von „{}“ ist keine ganze Zahl unter {}.</translation>
    </message>
    <message>
        <source>The id {} stands for &quot;{}&quot; and &quot;{}&quot;.</source>
        <translation>Die ID {} steht für „{}“ und „{}“.</translation>
    </message>
    <message>
        <source>The ids of this vocabulary are not as expected</source>
        <translation>Die IDs dieses Vokabulars sind nicht wie erwartet</translation>
    </message>
    <message>
        <source>The importance has {} values, the weight has {} rows of {} columns.</source>
        <translation>Die Wichtigkeit hat {} Werte, das Gewicht hat {} Zeilen mit {} Spalten.</translation>
    </message>
    <message>
        <source>The importance matrix belongs to another model</source>
        <translation>Die Wichtigkeitsmatrix gehört zu einem anderen Modell</translation>
    </message>
    <message>
        <source>The importance matrix does not fit the legacy form</source>
        <translation>Die Wichtigkeitsmatrix passt nicht in die ältere Dateiart</translation>
    </message>
    <message>
        <source>The index</source>
        <translation>Der Index</translation>
    </message>
    <message>
        <source>The index and the files do not fit together</source>
        <translation>Der Index und die Dateien passen nicht zusammen</translation>
    </message>
    <message>
        <source>The interrupted run cannot be continued</source>
        <translation>Der unterbrochene Lauf kann nicht fortgesetzt werden</translation>
    </message>
    <message>
        <source>The last tensor ends at byte {}, but {} more bytes follow that belong to none.</source>
        <translation>Der letzte Tensor endet bei Byte {}, doch es folgen {} weitere Bytes, die zu keinem gehören.</translation>
    </message>
    <message>
        <source>The layout of the output contradicts its plan</source>
        <translation>Der Aufbau der Ausgabe widerspricht ihrem Plan</translation>
    </message>
    <message>
        <source>The limit for a file is smaller than the first tensor</source>
        <translation>Die Grenze für eine Datei ist kleiner als der erste Tensor</translation>
    </message>
    <message>
        <source>The list has {} values, the model has {} layers.</source>
        <translation>Die Liste hat {} Werte, das Modell hat {} Schichten.</translation>
    </message>
    <message>
        <source>The list of encodings, the minimums and what its shape allows have nothing in common.</source>
        <translation>Die Liste der Kodierungen, die Minima und das, was seine Form zulässt, haben nichts gemeinsam.</translation>
    </message>
    <message>
        <source>The logits are not finite</source>
        <translation>Die Logits sind nicht endlich</translation>
    </message>
    <message>
        <source>The memory that this model needs is not known</source>
        <translation>Der Speicherbedarf dieses Modells ist nicht bekannt</translation>
    </message>
    <message>
        <source>The merge {} is &quot;{}&quot;, expected two texts of byte stand-ins with a blank between them.</source>
        <translation>Der Merge {} ist „{}“, erwartet werden zwei Texte aus Byte-Stellvertretern mit einem Leerzeichen dazwischen.</translation>
    </message>
    <message>
        <source>The merge {} is &quot;{}&quot;, expected two tokens whose joined text is a token.</source>
        <translation>Der Merge {} ist „{}“, erwartet werden zwei Tokens, deren zusammengefügter Text ein Token ist.</translation>
    </message>
    <message>
        <source>The minimum {} matches no weight</source>
        <translation>Das Minimum {} trifft auf kein Gewicht zu</translation>
    </message>
    <message>
        <source>The model does not say how many blocks it has ({})</source>
        <translation>Das Modell sagt nicht, wie viele Blöcke es hat ({})</translation>
    </message>
    <message>
        <source>The model has no weight {}</source>
        <translation>Das Modell hat kein Gewicht {}</translation>
    </message>
    <message>
        <source>The model has no weight {}.</source>
        <translation>Das Modell hat kein Gewicht {}.</translation>
    </message>
    <message>
        <source>The model has {} blocks; the name of an expert&apos;s tensor must say which one it is in.</source>
        <translation>Das Modell hat {} Blöcke; der Name eines Experten-Tensors muss sagen, in welchem er steht.</translation>
    </message>
    <message>
        <source>The model has {} layers, counted from 0.</source>
        <translation>Das Modell hat {} Schichten, gezählt ab 0.</translation>
    </message>
    <message>
        <source>The model says no architecture (general.architecture)</source>
        <translation>Das Modell nennt keine Architektur (general.architecture)</translation>
    </message>
    <message>
        <source>The model was changed while it was read</source>
        <translation>Das Modell wurde geändert, während es gelesen wurde</translation>
    </message>
    <message>
        <source>The model would be cut into too many files</source>
        <translation>Das Modell würde in zu viele Dateien zerlegt</translation>
    </message>
    <message>
        <source>The models have vocabularies of different size</source>
        <translation>Die Modelle haben verschieden große Vokabulare</translation>
    </message>
    <message>
        <source>The normalizer of this tokenizer is not understood</source>
        <translation>Der Normalizer dieses Tokenizers wird nicht verstanden</translation>
    </message>
    <message>
        <source>The normalizer of this tokenizer makes the text too long</source>
        <translation>Der Normalizer dieses Tokenizers macht den Text zu lang</translation>
    </message>
    <message>
        <source>The order of an LLM.int8() weight is not supported</source>
        <translation>Die Anordnung eines LLM.int8()-Gewichts wird nicht unterstützt</translation>
    </message>
    <message>
        <source>The outermost value must be an object, it is {}.</source>
        <translation>Der äußerste Wert muss ein Objekt sein, er ist {}.</translation>
    </message>
    <message>
        <source>The output can be split in one way only</source>
        <translation>Die Ausgabe kann nur auf eine Art aufgeteilt werden</translation>
    </message>
    <message>
        <source>The output matrix cannot be left as it is and get an encoding</source>
        <translation>Die Ausgabematrix kann nicht unverändert bleiben und zugleich eine Kodierung erhalten</translation>
    </message>
    <message>
        <source>The path names only a folder.</source>
        <translation>Der Pfad nennt nur einen Ordner.</translation>
    </message>
    <message>
        <source>The pin {} matches no weight</source>
        <translation>Die Fixierung {} trifft auf kein Gewicht zu</translation>
    </message>
    <message>
        <source>The pins ask for {}, which not all of them can have.</source>
        <translation>Die Fixierungen verlangen {}, was nicht alle haben können.</translation>
    </message>
    <message>
        <source>The plan is for {}.</source>
        <translation>Der Plan gilt für {}.</translation>
    </message>
    <message>
        <source>The plan leaves every linear layer as it is. Loaders want at least one that is quantized.</source>
        <translation>Der Plan lässt jede lineare Schicht unverändert. Ladeprogramme verlangen mindestens eine quantisierte.</translation>
    </message>
    <message>
        <source>The plan was made for another model. Remove the entry or open the right model.</source>
        <translation>Der Plan wurde für ein anderes Modell erstellt. Den Eintrag entfernen oder das richtige Modell öffnen.</translation>
    </message>
    <message>
        <source>The post-processor of this tokenizer is not understood</source>
        <translation>Der Post-Processor dieses Tokenizers wird nicht verstanden</translation>
    </message>
    <message>
        <source>The pre-tokenizer &quot;{}&quot; is not known</source>
        <translation>Der Pre-Tokenizer „{}“ ist nicht bekannt</translation>
    </message>
    <message>
        <source>The pre-tokenizer of this tokenizer is not known</source>
        <translation>Der Pre-Tokenizer dieses Tokenizers ist nicht bekannt</translation>
    </message>
    <message>
        <source>The pre-tokenizer of this tokenizer is not understood</source>
        <translation>Der Pre-Tokenizer dieses Tokenizers wird nicht verstanden</translation>
    </message>
    <message>
        <source>The reference has another vocabulary</source>
        <translation>Die Referenz hat ein anderes Vokabular</translation>
    </message>
    <message>
        <source>The regular expression {} cannot be searched for</source>
        <translation>Nach dem regulären Ausdruck {} kann nicht gesucht werden</translation>
    </message>
    <message>
        <source>The regular expression {} is not valid</source>
        <translation>Der reguläre Ausdruck {} ist nicht gültig</translation>
    </message>
    <message>
        <source>The replacement of a step Metaspace must be one character.</source>
        <translation>Die Ersetzung eines Metaspace-Schritts muss genau ein Zeichen sein.</translation>
    </message>
    <message>
        <source>The result is written under this name first, and no interrupted conversion left it. Choose another name or remove it.</source>
        <translation>Das Ergebnis wird zuerst unter diesem Namen geschrieben, und von einer unterbrochenen Konvertierung stammt dies nicht. Einen anderen Namen wählen oder es entfernen.</translation>
    </message>
    <message>
        <source>The result would replace its own source</source>
        <translation>Das Ergebnis würde seine eigene Quelle ersetzen</translation>
    </message>
    <message>
        <source>The row has {} columns.</source>
        <translation>Die Zeile hat {} Spalten.</translation>
    </message>
    <message>
        <source>The rule {} matches no weight</source>
        <translation>Die Regel {} trifft auf kein Gewicht zu</translation>
    </message>
    <message>
        <source>The scale of block {} of {} (row {}, column {}; byte {} of the file) is not a finite number.</source>
        <translation>Der Skalenfaktor von Block {} in {} (Zeile {}, Spalte {}; Byte {} der Datei) ist keine endliche Zahl.</translation>
    </message>
    <message>
        <source>The scales of an FP8 matrix do not fit it</source>
        <translation>Die Skalenfaktoren einer FP8-Matrix passen nicht zu ihr</translation>
    </message>
    <message>
        <source>The scales of an FP8 matrix have a strange type</source>
        <translation>Die Skalenfaktoren einer FP8-Matrix haben einen unerwarteten Typ</translation>
    </message>
    <message>
        <source>The score of a token is no number</source>
        <translation>Die Bewertung eines Tokens ist keine Zahl</translation>
    </message>
    <message>
        <source>The set</source>
        <translation>Der Satz</translation>
    </message>
    <message>
        <source>The smallest one needs {} (weights {}, KV cache {}, compute {}, overhead {}), and {} of {} stay free. {} {}</source>
        <translation>Der kleinste braucht {} (Gewichte {}, KV-Cache {}, Rechenpuffer {}, Overhead {}), und {} von {} bleiben frei. {} {}</translation>
    </message>
    <message>
        <source>The smallest plan has {}, of which {} are pinned weights; {} is the pinned {} in {}.</source>
        <translation>Der kleinste Plan hat {}, davon {} fixierte Gewichte; {} entfallen auf das fixierte {} in {}.</translation>
    </message>
    <message>
        <source>The smallest plan has {}, of which {} are pinned weights; {} is {} in {}.</source>
        <translation>Der kleinste Plan hat {}, davon {} fixierte Gewichte; {} entfallen auf {} in {}.</translation>
    </message>
    <message>
        <source>The smallest plan has {}, of which {} is {} in {}.</source>
        <translation>Der kleinste Plan hat {}, davon entfallen {} auf {} in {}.</translation>
    </message>
    <message>
        <source>The smallest plan has {}.</source>
        <translation>Der kleinste Plan hat {}.</translation>
    </message>
    <message>
        <source>The source is already quantized ({})</source>
        <translation>Die Quelle ist bereits quantisiert ({})</translation>
    </message>
    <message>
        <source>The split keys say how the output is cut into files; the program writes them itself.</source>
        <translation>Die split-Schlüssel sagen, wie die Ausgabe in Dateien zerlegt ist; das Programm schreibt sie selbst.</translation>
    </message>
    <message>
        <source>The sums of {} have different lengths.</source>
        <translation>Die Summen von {} sind verschieden lang.</translation>
    </message>
    <message>
        <source>The tensor .channel_wise of an HQQ layer says something that is not supported</source>
        <translation>Der Tensor .channel_wise einer HQQ-Schicht gibt etwas an, das nicht unterstützt wird</translation>
    </message>
    <message>
        <source>The tensor .view_as_float of an HQQ layer says something that is not supported</source>
        <translation>Der Tensor .view_as_float einer HQQ-Schicht gibt etwas an, das nicht unterstützt wird</translation>
    </message>
    <message>
        <source>The tensor .weight does not fit to .SCB</source>
        <translation>Der Tensor .weight passt nicht zu .SCB</translation>
    </message>
    <message>
        <source>The tensor .weight has another form</source>
        <translation>Der Tensor .weight hat eine andere Form</translation>
    </message>
    <message>
        <source>The tensor .weight is not possible</source>
        <translation>Der Tensor .weight ist so nicht möglich</translation>
    </message>
    <message>
        <source>The tensor {} contradicts its name</source>
        <translation>Der Tensor {} widerspricht seinem Namen</translation>
    </message>
    <message>
        <source>The tensor {} does not describe a matrix of bitsandbytes</source>
        <translation>Der Tensor {} beschreibt keine Matrix von bitsandbytes</translation>
    </message>
    <message>
        <source>The tensor {} has another form</source>
        <translation>Der Tensor {} hat eine andere Form</translation>
    </message>
    <message>
        <source>The tensor {} has other values than bitsandbytes</source>
        <translation>Der Tensor {} hat andere Werte als bei bitsandbytes</translation>
    </message>
    <message>
        <source>The tensor {} is neither sums nor counts.</source>
        <translation>Der Tensor {} enthält weder Summen noch Anzahlen.</translation>
    </message>
    <message>
        <source>The tensor {} of an HQQ layer is wrong</source>
        <translation>Der Tensor {} einer HQQ-Schicht ist falsch</translation>
    </message>
    <message>
        <source>The tensor {} of an HQQ layer says something that is not supported</source>
        <translation>Der Tensor {} einer HQQ-Schicht gibt etwas an, das nicht unterstützt wird</translation>
    </message>
    <message>
        <source>The text at byte {}: {}.</source>
        <translation>Der Text bei Byte {}: {}.</translation>
    </message>
    <message>
        <source>The text becomes other tokens than with {}, from token {} on.</source>
        <translation>Der Text ergibt andere Tokens als mit {}, und zwar ab Token {}.</translation>
    </message>
    <message>
        <source>The text for {} is too long</source>
        <translation>Der Text für {} ist zu lang</translation>
    </message>
    <message>
        <source>The text is too short</source>
        <translation>Der Text ist zu kurz</translation>
    </message>
    <message>
        <source>The token {} has {} bytes, at most {} are expected.</source>
        <translation>Das Token {} hat {} Bytes, erwartet werden höchstens {}.</translation>
    </message>
    <message>
        <source>The token {} is &quot;{}&quot;.</source>
        <translation>Das Token {} ist „{}“.</translation>
    </message>
    <message>
        <source>The tokenizer makes token {}, which the model does not know</source>
        <translation>Der Tokenizer erzeugt Token {}, das das Modell nicht kennt</translation>
    </message>
    <message>
        <source>The tokenizer of this model has no merges</source>
        <translation>Der Tokenizer dieses Modells hat keine Merges</translation>
    </message>
    <message>
        <source>The tokens of this vocabulary are too long</source>
        <translation>Die Tokens dieses Vokabulars sind zu lang</translation>
    </message>
    <message>
        <source>The two models have no weight in common</source>
        <translation>Die beiden Modelle haben kein Gewicht gemeinsam</translation>
    </message>
    <message>
        <source>The value for {} is not finite</source>
        <translation>Der Wert für {} ist nicht endlich</translation>
    </message>
    <message>
        <source>The value {} is too large for {}</source>
        <translation>Der Wert {} ist zu groß für {}</translation>
    </message>
    <message>
        <source>The values of a group lie too far apart for {}</source>
        <translation>Die Werte einer Gruppe liegen zu weit auseinander für {}</translation>
    </message>
    <message>
        <source>The values of {} hold {}; sums of squares are finite and not negative.</source>
        <translation>Die Werte von {} enthalten {}; Quadratsummen sind endlich und nicht negativ.</translation>
    </message>
    <message>
        <source>The version at byte 4 is 1, expected 2 or 3. Convert the model again with a current tool.</source>
        <translation>Die Version bei Byte 4 ist 1, erwartet wird 2 oder 3. Das Modell mit einem aktuellen Werkzeug erneut konvertieren.</translation>
    </message>
    <message>
        <source>The version at byte 4 reads {:#x} in little-endian order. Convert the file on a little-endian machine.</source>
        <translation>Die Version bei Byte 4 lautet {:#x} in Little-Endian-Reihenfolge. Die Datei auf einem Little-Endian-Rechner konvertieren.</translation>
    </message>
    <message>
        <source>The vocabulary in its tokenizer.json is empty.</source>
        <translation>Das Vokabular in seiner tokenizer.json ist leer.</translation>
    </message>
    <message>
        <source>The weight of LLM.int8() is a matrix of I8: output × input features.</source>
        <translation>Das Gewicht von LLM.int8() ist eine Matrix aus I8: Ausgabe- × Eingabemerkmale.</translation>
    </message>
    <message>
        <source>The weights are missing</source>
        <translation>Die Gewichte fehlen</translation>
    </message>
    <message>
        <source>The {} at {} is {}, which cannot be.</source>
        <translation>Wert bei Byte {1} ({0}): {2} ist nicht möglich.</translation>
    </message>
    <message>
        <source>There are no calibration statistics of {}</source>
        <translation>Für {} gibt es keine Kalibrierungsstatistik</translation>
    </message>
    <message>
        <source>There are no levels of {} at column {}</source>
        <translation>Es gibt keine Stufen von {} bei Spalte {}</translation>
    </message>
    <message>
        <source>There are {} tokens, but the largest id is {}.</source>
        <translation>Es gibt {} Tokens, aber die größte ID ist {}.</translation>
    </message>
    <message>
        <source>There are {}.</source>
        <translation>Es gibt {}.</translation>
    </message>
    <message>
        <source>There is no folder {}</source>
        <translation>Es gibt keinen Ordner {}</translation>
    </message>
    <message>
        <source>There is no format {}</source>
        <translation>Es gibt kein Format {}</translation>
    </message>
    <message>
        <source>There is no layer {} to prune</source>
        <translation>Es gibt keine Schicht {}, die entfernt werden könnte</translation>
    </message>
    <message>
        <source>There is no model in this folder</source>
        <translation>In diesem Ordner ist kein Modell</translation>
    </message>
    <message>
        <source>There is no such file</source>
        <translation>Es gibt keine solche Datei</translation>
    </message>
    <message>
        <source>There is no text to run through the model</source>
        <translation>Es gibt keinen Text, der durch das Modell laufen könnte</translation>
    </message>
    <message>
        <source>There is no type {}; there are int, float, bool and str.</source>
        <translation>Es gibt keinen Typ {}; es gibt int, float, bool und str.</translation>
    </message>
    <message>
        <source>There is nothing to merge: it is one file already. Give any file of a set, for example model-00001-of-00003.gguf.</source>
        <translation>Es gibt nichts zusammenzuführen: Es ist bereits eine Datei. Eine beliebige Datei eines Satzes angeben, zum Beispiel model-00001-of-00003.gguf.</translation>
    </message>
    <message>
        <source>There is nothing to plan</source>
        <translation>Es gibt nichts zu planen</translation>
    </message>
    <message>
        <source>There is one scale for the whole matrix.</source>
        <translation>Es gibt einen Skalenfaktor für die ganze Matrix.</translation>
    </message>
    <message>
        <source>These are no valid sensitivities</source>
        <translation>Dies sind keine gültigen Empfindlichkeiten</translation>
    </message>
    <message>
        <source>These files do not belong together</source>
        <translation>Diese Dateien gehören nicht zusammen</translation>
    </message>
    <message>
        <source>These sensitivities belong to another model</source>
        <translation>Diese Empfindlichkeiten gehören zu einem anderen Modell</translation>
    </message>
    <message>
        <source>These sensitivities have another version</source>
        <translation>Diese Empfindlichkeiten haben eine andere Version</translation>
    </message>
    <message>
        <source>They are of {} layers, the model has {}.</source>
        <translation>Sie gelten für {} Schichten, das Modell hat {}.</translation>
    </message>
    <message>
        <source>They are stored as {}, expected F32, F16 or BF16.</source>
        <translation>Sie sind als {} gespeichert, erwartet wird F32, F16 oder BF16.</translation>
    </message>
    <message>
        <source>They were measured on {}, the model is {}.</source>
        <translation>Sie wurden an {} gemessen, das Modell ist {}.</translation>
    </message>
    <message>
        <source>This GGUF file is no importance matrix</source>
        <translation>Diese GGUF-Datei ist keine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>This GGUF model is not split</source>
        <translation>Dieses GGUF-Modell ist nicht aufgeteilt</translation>
    </message>
    <message>
        <source>This JSON file is nested too deeply</source>
        <translation>Diese JSON-Datei ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>This JSON file is not as expected</source>
        <translation>Diese JSON-Datei ist nicht wie erwartet</translation>
    </message>
    <message>
        <source>This architecture has another kind of tokenizer</source>
        <translation>Diese Architektur hat eine andere Art von Tokenizer</translation>
    </message>
    <message>
        <source>This cannot be written as GGUF</source>
        <translation>Dies kann nicht als GGUF geschrieben werden</translation>
    </message>
    <message>
        <source>This checkpoint is not valid</source>
        <translation>Dieser Checkpoint ist nicht gültig</translation>
    </message>
    <message>
        <source>This folder holds several models</source>
        <translation>Dieser Ordner enthält mehrere Modelle</translation>
    </message>
    <message>
        <source>This folder holds too many files</source>
        <translation>Dieser Ordner enthält zu viele Dateien</translation>
    </message>
    <message>
        <source>This folder holds {} GGUF models</source>
        <translation>Dieser Ordner enthält {} GGUF-Modelle</translation>
    </message>
    <message>
        <source>This folder is empty</source>
        <translation>Dieser Ordner ist leer</translation>
    </message>
    <message>
        <source>This is a Git LFS pointer</source>
        <translation>Dies ist ein Git-LFS-Zeiger</translation>
    </message>
    <message>
        <source>This is a PyTorch file in the container from before version 1.6</source>
        <translation>Dies ist eine PyTorch-Datei im Container aus der Zeit vor Version 1.6</translation>
    </message>
    <message>
        <source>This is a file from before GGUF</source>
        <translation>Dies ist eine Datei aus der Zeit vor GGUF</translation>
    </message>
    <message>
        <source>This is a pickle, not a PyTorch file</source>
        <translation>Dies ist ein Pickle, keine PyTorch-Datei</translation>
    </message>
    <message>
        <source>This is a web page, not a model</source>
        <translation>Dies ist eine Webseite, kein Modell</translation>
    </message>
    <message>
        <source>This is an archive</source>
        <translation>Dies ist ein Archiv</translation>
    </message>
    <message>
        <source>This is no GGUF model</source>
        <translation>Dies ist kein GGUF-Modell</translation>
    </message>
    <message>
        <source>This is no hardware survey</source>
        <translation>Dies ist keine Hardware-Umfrage</translation>
    </message>
    <message>
        <source>This is no model&apos;s configuration</source>
        <translation>Dies ist keine Modellkonfiguration</translation>
    </message>
    <message>
        <source>This is no table of graphics cards</source>
        <translation>Dies ist keine Tabelle von Grafikkarten</translation>
    </message>
    <message>
        <source>This is no token of the vocabulary</source>
        <translation>Dies ist kein Token des Vokabulars</translation>
    </message>
    <message>
        <source>This is no valid GGUF file</source>
        <translation>Dies ist keine gültige GGUF-Datei</translation>
    </message>
    <message>
        <source>This is no valid JSON file</source>
        <translation>Dies ist keine gültige JSON-Datei</translation>
    </message>
    <message>
        <source>This is no valid SentencePiece model</source>
        <translation>Dies ist kein gültiges SentencePiece-Modell</translation>
    </message>
    <message>
        <source>This is no valid file of calibration statistics</source>
        <translation>Dies ist keine gültige Datei mit Kalibrierungsstatistik</translation>
    </message>
    <message>
        <source>This is no valid importance matrix</source>
        <translation>Dies ist keine gültige Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>This is no valid index of weights</source>
        <translation>Dies ist kein gültiger Index von Gewichten</translation>
    </message>
    <message>
        <source>This is no valid list of merges</source>
        <translation>Dies ist keine gültige Liste von Merges</translation>
    </message>
    <message>
        <source>This is no valid plan</source>
        <translation>Dies ist kein gültiger Plan</translation>
    </message>
    <message>
        <source>This is no valid safetensors file</source>
        <translation>Dies ist keine gültige safetensors-Datei</translation>
    </message>
    <message>
        <source>This is no valid tokenizer.json</source>
        <translation>Dies ist keine gültige tokenizer.json</translation>
    </message>
    <message>
        <source>This is no valid vocabulary</source>
        <translation>Dies ist kein gültiges Vokabular</translation>
    </message>
    <message>
        <source>This is not a regular file</source>
        <translation>Dies ist keine reguläre Datei</translation>
    </message>
    <message>
        <source>This kind of tokenizer is not known for such a model</source>
        <translation>Diese Art von Tokenizer ist für ein solches Modell nicht bekannt</translation>
    </message>
    <message>
        <source>This kind of tokenizer is not supported</source>
        <translation>Diese Art von Tokenizer wird nicht unterstützt</translation>
    </message>
    <message>
        <source>This model cannot become {}</source>
        <translation>Dieses Modell lässt sich nicht in {} konvertieren</translation>
    </message>
    <message>
        <source>This model has no tokenizer</source>
        <translation>Dieses Modell hat keinen Tokenizer</translation>
    </message>
    <message>
        <source>This model has no vocabulary</source>
        <translation>Dieses Modell hat kein Vokabular</translation>
    </message>
    <message>
        <source>This plan has another version</source>
        <translation>Dieser Plan hat eine andere Version</translation>
    </message>
    <message>
        <source>This split GGUF set does not fit together</source>
        <translation>Dieser aufgeteilte GGUF-Satz passt nicht zusammen</translation>
    </message>
    <message>
        <source>This text is too long</source>
        <translation>Dieser Text ist zu lang</translation>
    </message>
    <message>
        <source>This vocabulary has lost its scores</source>
        <translation>Diesem Vokabular sind die Bewertungen verloren gegangen</translation>
    </message>
    <message>
        <source>Token {} is outside the vocabulary</source>
        <translation>Token {} liegt außerhalb des Vokabulars</translation>
    </message>
    <message>
        <source>Trying</source>
        <translation>Probelauf</translation>
    </message>
    <message>
        <source>Two tokens have the same id</source>
        <translation>Zwei Tokens haben dieselbe ID</translation>
    </message>
    <message>
        <source>Two weights of the model have the same name in this format.</source>
        <translation>Zwei Gewichte des Modells haben in diesem Format denselben Namen.</translation>
    </message>
    <message>
        <source>Unicode&apos;s normal forms are not available</source>
        <translation>Die Unicode-Normalformen sind nicht verfügbar</translation>
    </message>
    <message>
        <source>Unpack it and open the file or folder inside.</source>
        <translation>Das Archiv entpacken und die Datei oder den Ordner darin öffnen.</translation>
    </message>
    <message>
        <source>Up to the token {} they are too long to be put together from others; this one has {} bytes.</source>
        <translation>Bis zum Token {} sind sie zu lang, um aus anderen zusammengesetzt zu werden; dieses hat {} Bytes.</translation>
    </message>
    <message>
        <source>Value {} is {} and should be {}.</source>
        <translation>Wert {} ist {} und sollte {} sein.</translation>
    </message>
    <message>
        <source>Value {} of {} (row {}, column {}; byte {} of the file) is not a finite number.</source>
        <translation>Wert {} in {} (Zeile {}, Spalte {}; Byte {} der Datei) ist keine endliche Zahl.</translation>
    </message>
    <message>
        <source>Values {} to {} were asked for, it has {}.</source>
        <translation>Angefordert sind die Werte {} bis {}, vorhanden sind {}.</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Wait for it to end, cancel it, or choose another name.</source>
        <translation>Ihr Ende abwarten, sie abbrechen oder einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Wait for it, or choose another file.</source>
        <translation>Ihr Ende abwarten oder eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>Wait until nothing writes to it any more, then convert again.</source>
        <translation>Warten, bis nichts mehr hineinschreibt, dann erneut konvertieren.</translation>
    </message>
    <message>
        <source>Wait until nothing writes to it any more, then open it again.</source>
        <translation>Warten, bis nichts mehr hineinschreibt, dann erneut öffnen.</translation>
    </message>
    <message>
        <source>Weights lie too far apart for HQQ</source>
        <translation>Gewichte liegen zu weit auseinander für HQQ</translation>
    </message>
    <message>
        <source>Weights of the same names have other shapes.</source>
        <translation>Gewichte mit gleichen Namen haben andere Formen.</translation>
    </message>
    <message>
        <source>Without one {} cannot be stored as {}. Give a file made by llama-imatrix (--imatrix FILE), or choose a larger preset.</source>
        <translation>Ohne sie lässt sich {} nicht als {} speichern. Eine mit llama-imatrix erstellte Datei angeben (--imatrix FILE) oder eine größere Voreinstellung wählen.</translation>
    </message>
    <message>
        <source>Without one {} cannot be stored as {}. Give a file made by llama-imatrix (--imatrix FILE), or choose a larger type.</source>
        <translation>Ohne sie lässt sich {} nicht als {} speichern. Eine mit llama-imatrix erstellte Datei angeben (--imatrix FILE) oder einen größeren Typ wählen.</translation>
    </message>
    <message>
        <source>Write a key, an equals sign, one of int, float, bool and str, a colon and the value, for example llama.context_length=int:8192.</source>
        <translation>Einen Schlüssel, ein Gleichheitszeichen, eines von int, float, bool und str, einen Doppelpunkt und den Wert schreiben, zum Beispiel llama.context_length=int:8192.</translation>
    </message>
    <message>
        <source>Write a regular expression, an equals sign and an encoding, for example attn_v=Q8_0.</source>
        <translation>Einen regulären Ausdruck, ein Gleichheitszeichen und eine Kodierung schreiben, zum Beispiel attn_v=Q8_0.</translation>
    </message>
    <message>
        <source>Write a whole number and M or G: 500M is 500,000,000 bytes, 2G is 2,000,000,000.</source>
        <translation>Eine ganze Zahl und M oder G schreiben: 500M sind 500.000.000 Bytes, 2G sind 2.000.000.000.</translation>
    </message>
    <message>
        <source>Write the pruned model first, then plan for it.</source>
        <translation>Zuerst das gekürzte Modell schreiben, dann dafür planen.</translation>
    </message>
    <message>
        <source>You have no right to create files there. Choose another folder.</source>
        <translation>Ihnen fehlt das Recht, dort Dateien anzulegen. Einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>&quot;dtype&quot; is &quot;{}&quot;; known are &quot;bfloat16&quot;, &quot;float16&quot; and &quot;float32&quot;.</source>
        <translation>&quot;dtype&quot; ist &quot;{}&quot;; bekannt sind &quot;bfloat16&quot;, &quot;float16&quot; und &quot;float32&quot;.</translation>
    </message>
    <message>
        <source>&quot;nested_dtype&quot; must be &quot;float32&quot;.</source>
        <translation>&quot;nested_dtype&quot; muss &quot;float32&quot; sein.</translation>
    </message>
    <message>
        <source>&quot;nested_offset&quot; must be a number that a float can hold.</source>
        <translation>&quot;nested_offset&quot; muss eine Zahl sein, die in einen float passt.</translation>
    </message>
    <message>
        <source>&quot;quant_type&quot; is &quot;{}&quot;; known are &quot;nf4&quot; and &quot;fp4&quot;.</source>
        <translation>&quot;quant_type&quot; ist &quot;{}&quot;; bekannt sind &quot;nf4&quot; und &quot;fp4&quot;.</translation>
    </message>
    <message>
        <source>&quot;shape&quot; must be a list of two numbers: output and input features.</source>
        <translation>&quot;shape&quot; muss eine Liste aus zwei Zahlen sein: Ausgabe- und Eingabebreite.</translation>
    </message>
    <message>
        <source>&quot;{}&quot; has the id {}, the vocabulary has {} tokens.</source>
        <translation>&quot;{}&quot; hat die ID {}, das Vokabular hat {} Tokens.</translation>
    </message>
    <message>
        <source>&quot;{}&quot; has the ids {} and {}.</source>
        <translation>&quot;{}&quot; hat die IDs {} und {}.</translation>
    </message>
    <message>
        <source>&quot;{}&quot; must be a power of two from 32 to 4096.</source>
        <translation>&quot;{}&quot; muss eine Zweierpotenz von 32 bis 4096 sein.</translation>
    </message>
    <message>
        <source>&quot;{}&quot; must be a text.</source>
        <translation>&quot;{}&quot; muss ein Text sein.</translation>
    </message>
    <message>
        <source>a 64-bit extra field is too short</source>
        <translation>ein 64-Bit-Zusatzfeld ist zu kurz</translation>
    </message>
    <message>
        <source>a bitsandbytes folder holds 4-bit or 8-bit weights, never both</source>
        <translation>ein bitsandbytes-Ordner enthält 4-Bit- oder 8-Bit-Gewichte, nie beide</translation>
    </message>
    <message>
        <source>a field has the unknown wire type {}</source>
        <translation>ein Feld hat den unbekannten Wire-Typ {}</translation>
    </message>
    <message>
        <source>a field of {} bytes reaches beyond the end</source>
        <translation>ein Feld von {} Bytes reicht über das Ende hinaus</translation>
    </message>
    <message>
        <source>a finite number</source>
        <translation>eine endliche Zahl</translation>
    </message>
    <message>
        <source>a key has 1 to {} bytes</source>
        <translation>ein Schlüssel hat 1 bis {} Bytes</translation>
    </message>
    <message>
        <source>a key has no value</source>
        <translation>ein Schlüssel hat keinen Wert</translation>
    </message>
    <message>
        <source>a list of at most {} finite numbers</source>
        <translation>eine Liste von höchstens {} endlichen Zahlen</translation>
    </message>
    <message>
        <source>a list of class names</source>
        <translation>eine Liste von Klassennamen</translation>
    </message>
    <message>
        <source>a merge is neither a text nor a pair of texts</source>
        <translation>ein Merge ist weder ein Text noch ein Paar von Texten</translation>
    </message>
    <message>
        <source>a merge joins {} parts, expected 2</source>
        <translation>ein Merge verbindet {} Teile, erwartet: 2</translation>
    </message>
    <message>
        <source>a number has more than 64 bits</source>
        <translation>eine Zahl hat mehr als 64 Bit</translation>
    </message>
    <message>
        <source>a number is longer than 10 bytes</source>
        <translation>eine Zahl ist länger als 10 Bytes</translation>
    </message>
    <message>
        <source>a piece has the unknown type {}</source>
        <translation>ein Stück hat den unbekannten Typ {}</translation>
    </message>
    <message>
        <source>a step in the index of the table of characters leads outside</source>
        <translation>ein Schritt im Index der Zeichentabelle führt nach außerhalb</translation>
    </message>
    <message>
        <source>a string of {} bytes is too long, the limit is {}</source>
        <translation>eine Zeichenkette von {} Bytes ist zu lang, die Grenze liegt bei {}</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>a whole number from 0 to {}</source>
        <translation>eine ganze Zahl von 0 bis {}</translation>
    </message>
    <message>
        <source>activations 2 × {} tokens × (3 × {} feed-forward + 4 × {} hidden) + logits 4 × {} vocabulary</source>
        <translation>Aktivierungen 2 × {} Tokens × (3 × {} Feed-Forward + 4 × {} Hidden) + Logits 4 × {} Vokabular</translation>
    </message>
    <message>
        <source>activations 4 × {} tokens × (3 × {} feed-forward + 4 × {} hidden)</source>
        <translation>Aktivierungen 4 × {} Tokens × (3 × {} Feed-Forward + 4 × {} Hidden)</translation>
    </message>
    <message>
        <source>added_tokens must be a list of tokens with a content and an id below {}.</source>
        <translation>added_tokens muss eine Liste von Tokens sein, jedes mit content und einer id unter {}.</translation>
    </message>
    <message>
        <source>added_tokens.json is not as expected</source>
        <translation>added_tokens.json ist nicht wie erwartet</translation>
    </message>
    <message>
        <source>added_tokens_decoder is not as expected</source>
        <translation>added_tokens_decoder ist nicht wie erwartet</translation>
    </message>
    <message>
        <source>all tensors together do not fit into 63 bits</source>
        <translation>alle Tensoren zusammen passen nicht in 63 Bit</translation>
    </message>
    <message>
        <source>all {} tensors as planned = {} bytes, the token embedding too</source>
        <translation>alle {} Tensoren laut Plan = {} Bytes, auch das Token-Embedding</translation>
    </message>
    <message>
        <source>an array of {} elements is too long, the limit is {}</source>
        <translation>ein Array von {} Elementen ist zu lang, die Grenze liegt bei {}</translation>
    </message>
    <message>
        <source>an entry is longer than the directory</source>
        <translation>ein Eintrag ist länger als das Verzeichnis</translation>
    </message>
    <message>
        <source>an entry of the directory should start here</source>
        <translation>hier sollte ein Eintrag des Verzeichnisses beginnen</translation>
    </message>
    <message>
        <source>an entry of the table of characters points outside</source>
        <translation>ein Eintrag der Zeichentabelle zeigt nach außerhalb</translation>
    </message>
    <message>
        <source>an extra field is longer than its entry says</source>
        <translation>ein Zusatzfeld ist länger, als sein Eintrag angibt</translation>
    </message>
    <message>
        <source>an id in model.vocab is no number</source>
        <translation>eine ID in model.vocab ist keine Zahl</translation>
    </message>
    <message>
        <source>an object or null</source>
        <translation>ein Objekt oder null</translation>
    </message>
    <message>
        <source>an offset, a dimension or a stride is no count</source>
        <translation>ein Offset, eine Dimension oder ein Stride ist keine Anzahl</translation>
    </message>
    <message>
        <source>an ordered dictionary is made of something else than pairs</source>
        <translation>ein geordnetes Dictionary besteht nicht nur aus Paaren</translation>
    </message>
    <message>
        <source>an unknown method</source>
        <translation>eine unbekannte Methode</translation>
    </message>
    <message>
        <source>architecture &quot;{}&quot; is not known</source>
        <translation>die Architektur „{}“ ist nicht bekannt</translation>
    </message>
    <message>
        <source>attention 4 × {} heads × {} tokens × {} cells + 20 × {} × {} hidden</source>
        <translation>Attention 4 × {} Köpfe × {} Tokens × {} Zellen + 20 × {} × {} Hidden</translation>
    </message>
    <message>
        <source>belongs to an image encoder: never quantized</source>
        <translation>gehört zu einem Bild-Encoder: wird nie quantisiert</translation>
    </message>
    <message>
        <source>biases are never quantized</source>
        <translation>Biases werden nie quantisiert</translation>
    </message>
    <message>
        <source>bool is true or false.</source>
        <translation>bool ist true oder false.</translation>
    </message>
    <message>
        <source>by role and depth, errors weighed by the importance matrix</source>
        <translation>nach Rolle und Tiefe, Fehler mit der Wichtigkeitsmatrix gewichtet</translation>
    </message>
    <message>
        <source>by role and depth, not measured</source>
        <translation>nach Rolle und Tiefe, nicht gemessen</translation>
    </message>
    <message>
        <source>cannot be: {}. {}</source>
        <translation>ist nicht möglich: {}. {}</translation>
    </message>
    <message>
        <source>config.json does not say {}</source>
        <translation>in config.json fehlt {}</translation>
    </message>
    <message>
        <source>config.json does not say {}, which a {} model needs</source>
        <translation>in config.json fehlt {}, ein {}-Modell braucht die Angabe</translation>
    </message>
    <message>
        <source>config.json names no architecture</source>
        <translation>config.json nennt keine Architektur</translation>
    </message>
    <message>
        <source>data_offsets does not fit into 63 bits</source>
        <translation>data_offsets passt nicht in 63 Bit</translation>
    </message>
    <message>
        <source>data_offsets is not a begin and an end behind it</source>
        <translation>data_offsets besteht nicht aus einem Anfang und einem Ende dahinter</translation>
    </message>
    <message>
        <source>data_offsets span {} bytes, expected {} from dtype and shape</source>
        <translation>data_offsets umfassen {} Bytes, nach dtype und shape erwartet: {}</translation>
    </message>
    <message>
        <source>dictionaries are nested too deeply</source>
        <translation>Dictionarys sind zu tief verschachtelt</translation>
    </message>
    <message>
        <source>dtype is not a string</source>
        <translation>dtype ist keine Zeichenkette</translation>
    </message>
    <message>
        <source>embedding</source>
        <translation>Embedding</translation>
    </message>
    <message>
        <source>embeddings are never quantized in this format</source>
        <translation>Embeddings werden in diesem Format nie quantisiert</translation>
    </message>
    <message>
        <source>entry {} is compressed, only stored entries can be mapped. Save the model again with torch.save</source>
        <translation>Eintrag {} ist komprimiert, nur unkomprimierte Einträge lassen sich einblenden. Das Modell mit torch.save neu speichern</translation>
    </message>
    <message>
        <source>entry {} is encrypted</source>
        <translation>Eintrag {} ist verschlüsselt</translation>
    </message>
    <message>
        <source>entry {} should start at byte {}, where none does</source>
        <translation>Eintrag {} sollte bei Byte {} beginnen, dort beginnt aber keiner</translation>
    </message>
    <message>
        <source>entry {} stands there twice</source>
        <translation>Eintrag {} steht zweimal da</translation>
    </message>
    <message>
        <source>entry {} with {} bytes ends behind the end of the file</source>
        <translation>Eintrag {} mit {} Bytes endet hinter dem Ende der Datei</translation>
    </message>
    <message>
        <source>error {}</source>
        <translation>Fehler {}</translation>
    </message>
    <message>
        <source>float is a number such as 10000 or 1e-5.</source>
        <translation>float ist eine Zahl wie 10000 oder 1e-5.</translation>
    </message>
    <message>
        <source>float is a number that a 32-bit float can hold.</source>
        <translation>float ist eine Zahl, die in einen 32-Bit-Float passt.</translation>
    </message>
    <message>
        <source>general.architecture is missing from the metadata</source>
        <translation>general.architecture fehlt in den Metadaten</translation>
    </message>
    <message>
        <source>glob {}</source>
        <translation>Glob {}</translation>
    </message>
    <message>
        <source>groups of {} are no multiple of {}, the number of codes that share a byte</source>
        <translation>Gruppen von {} sind kein Vielfaches von {}, der Zahl der Codes in einem Byte</translation>
    </message>
    <message>
        <source>has no condition: glob, regex, role or layers.</source>
        <translation>hat keine Bedingung: glob, regex, role oder layers.</translation>
    </message>
    <message>
        <source>has no encoding.</source>
        <translation>hat keine Kodierung.</translation>
    </message>
    <message>
        <source>has no key quantlathe_plan, so it is no plan.</source>
        <translation>hat keinen Schlüssel quantlathe_plan, ist also kein Plan.</translation>
    </message>
    <message>
        <source>has no key quantlathe_sensitivity, so it holds no sensitivities.</source>
        <translation>hat keinen Schlüssel quantlathe_sensitivity, enthält also keine Empfindlichkeiten.</translation>
    </message>
    <message>
        <source>has no weights.</source>
        <translation>hat keine Gewichte.</translation>
    </message>
    <message>
        <source>has the key {} twice in one object.</source>
        <translation>hat den Schlüssel {} zweimal in einem Objekt.</translation>
    </message>
    <message>
        <source>has {} bytes, at most {} are read.</source>
        <translation>hat {} Bytes, höchstens {} werden gelesen.</translation>
    </message>
    <message>
        <source>holds a number that is too large.</source>
        <translation>enthält eine zu große Zahl.</translation>
    </message>
    <message>
        <source>how {} models keep keys and values is not known</source>
        <translation>wie {}-Modelle Keys und Values ablegen, ist nicht bekannt</translation>
    </message>
    <message>
        <source>imatrix.chunk_count is {}.</source>
        <translation>imatrix.chunk_count ist {}.</translation>
    </message>
    <message>
        <source>imatrix.chunk_size is {}.</source>
        <translation>imatrix.chunk_size ist {}.</translation>
    </message>
    <message>
        <source>imatrix.datasets, imatrix.chunk_count and imatrix.chunk_size must all be there.</source>
        <translation>imatrix.datasets, imatrix.chunk_count und imatrix.chunk_size müssen alle vorhanden sein.</translation>
    </message>
    <message>
        <source>int is a whole number from 0 to {}: it is stored as u32.</source>
        <translation>int ist eine ganze Zahl von 0 bis {}: sie wird als u32 gespeichert.</translation>
    </message>
    <message>
        <source>is an unknown key.</source>
        <translation>ist ein unbekannter Schlüssel.</translation>
    </message>
    <message>
        <source>is an unknown key. A split has as_source, max_bytes or max_tensors.</source>
        <translation>ist ein unbekannter Schlüssel. Eine Aufteilung hat as_source, max_bytes oder max_tensors.</translation>
    </message>
    <message>
        <source>is nested too deeply.</source>
        <translation>ist zu tief verschachtelt.</translation>
    </message>
    <message>
        <source>is no known role: {}. There are {}.</source>
        <translation>ist keine bekannte Rolle: {}. Es gibt {}.</translation>
    </message>
    <message>
        <source>is no valid JSON at byte {}.</source>
        <translation>ist bei Byte {} kein gültiges JSON.</translation>
    </message>
    <message>
        <source>it adds to a value that holds no others</source>
        <translation>hier wird einem Wert etwas hinzugefügt, der keine anderen Werte enthält</translation>
    </message>
    <message>
        <source>it calls something that is not a known function</source>
        <translation>hier wird etwas aufgerufen, das keine bekannte Funktion ist</translation>
    </message>
    <message>
        <source>it closes a group that was never opened</source>
        <translation>hier wird eine Gruppe geschlossen, die nie geöffnet wurde</translation>
    </message>
    <message>
        <source>it does not start with an opening brace</source>
        <translation>am Anfang steht keine öffnende geschweifte Klammer</translation>
    </message>
    <message>
        <source>it ends behind the end of its file</source>
        <translation>er endet hinter dem Ende seiner Datei</translation>
    </message>
    <message>
        <source>it has more than {} values beside the vocabulary</source>
        <translation>neben dem Vokabular stehen mehr als {} Werte</translation>
    </message>
    <message>
        <source>it has more values than any file can hold</source>
        <translation>sie hat mehr Werte, als eine Datei enthalten kann</translation>
    </message>
    <message>
        <source>it has no values</source>
        <translation>sie hat keine Werte</translation>
    </message>
    <message>
        <source>it has strides that do not fit its shape</source>
        <translation>er hat Strides, die nicht zu seiner Form passen</translation>
    </message>
    <message>
        <source>it has {} bytes, at most {} are allowed</source>
        <translation>es hat {} Bytes, höchstens {} sind erlaubt</translation>
    </message>
    <message>
        <source>it has {} bytes, expected 1 to {}</source>
        <translation>er hat {} Bytes, erwartet: 1 bis {}</translation>
    </message>
    <message>
        <source>it has {} dimensions, at most {} are allowed</source>
        <translation>er hat {} Dimensionen, höchstens {} sind erlaubt</translation>
    </message>
    <message>
        <source>it has {} dimensions, expected at most {}</source>
        <translation>er hat {} Dimensionen, erwartet: höchstens {}</translation>
    </message>
    <message>
        <source>it holds more values than any model needs</source>
        <translation>mehr Werte, als ein Modell je braucht</translation>
    </message>
    <message>
        <source>it holds no tensor</source>
        <translation>kein Tensor darin</translation>
    </message>
    <message>
        <source>it is a part of a fused matrix</source>
        <translation>es ist Teil einer zusammengefassten Matrix</translation>
    </message>
    <message>
        <source>it is no linear layer</source>
        <translation>es ist keine lineare Schicht</translation>
    </message>
    <message>
        <source>it is no valid JSON</source>
        <translation>kein gültiges JSON</translation>
    </message>
    <message>
        <source>it is no valid UTF-8</source>
        <translation>kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>it is not a dictionary of tensors</source>
        <translation>kein Dictionary von Tensoren</translation>
    </message>
    <message>
        <source>it is not an object</source>
        <translation>kein Objekt</translation>
    </message>
    <message>
        <source>it is one part of an archive of several</source>
        <translation>es ist nur ein Teil eines mehrteiligen Archivs</translation>
    </message>
    <message>
        <source>it is too short to hold the directory&apos;s end</source>
        <translation>es ist zu kurz für das Ende des Verzeichnisses</translation>
    </message>
    <message>
        <source>it lies in a file that is not part of the checkpoint</source>
        <translation>er liegt in einer Datei, die nicht zum Checkpoint gehört</translation>
    </message>
    <message>
        <source>it must be a u32 that is a power of two</source>
        <translation>er muss ein u32 und eine Zweierpotenz sein</translation>
    </message>
    <message>
        <source>it must be a u32 that is a power of two up to {}</source>
        <translation>er muss ein u32 und eine Zweierpotenz bis {} sein</translation>
    </message>
    <message>
        <source>it names more than {} tensors</source>
        <translation>mehr als {} Tensoren sind genannt</translation>
    </message>
    <message>
        <source>it names more values than any model needs</source>
        <translation>mehr Werte sind genannt, als ein Modell je braucht</translation>
    </message>
    <message>
        <source>it reaches beyond its storage {} of {} elements</source>
        <translation>er reicht über seinen Speicherbereich {} mit {} Elementen hinaus</translation>
    </message>
    <message>
        <source>it recalls a value that was never stored</source>
        <translation>hier wird ein Wert abgerufen, der nie gespeichert wurde</translation>
    </message>
    <message>
        <source>it sets the state of something that has none</source>
        <translation>hier wird der Zustand von etwas gesetzt, das keinen hat</translation>
    </message>
    <message>
        <source>its RoPE base or scaling is out of bounds</source>
        <translation>seine RoPE-Basis oder -Skalierung liegt außerhalb der Grenzen</translation>
    </message>
    <message>
        <source>its RoPE scaling &quot;{}&quot; is not known</source>
        <translation>seine RoPE-Skalierung „{}“ ist nicht bekannt</translation>
    </message>
    <message>
        <source>its data starts at {} of the data section, expected {}: right behind the tensor before, aligned to {}</source>
        <translation>seine Daten beginnen bei {} des Datenbereichs, erwartet: {}, direkt hinter dem vorigen Tensor, ausgerichtet auf {}</translation>
    </message>
    <message>
        <source>its directory of {} bytes cannot hold {} entries</source>
        <translation>sein Verzeichnis von {} Bytes kann keine {} Einträge enthalten</translation>
    </message>
    <message>
        <source>its layers, heads, widths or vocabulary are not all known</source>
        <translation>seine Schichten, Köpfe, Breiten oder sein Vokabular sind nicht alle bekannt</translation>
    </message>
    <message>
        <source>its length does not agree with its shape and type</source>
        <translation>seine Länge passt nicht zu Form und Typ</translation>
    </message>
    <message>
        <source>its packed bytes are no multiple of {}, the size of {}</source>
        <translation>ihre gepackten Bytes sind kein Vielfaches von {}, der Größe von {}</translation>
    </message>
    <message>
        <source>its shape is too large</source>
        <translation>seine Form ist zu groß</translation>
    </message>
    <message>
        <source>its size does not fit into 63 bits</source>
        <translation>seine Größe passt nicht in 63 Bit</translation>
    </message>
    <message>
        <source>its stack is empty</source>
        <translation>der Stapel ist leer</translation>
    </message>
    <message>
        <source>its storage has a type that is not known</source>
        <translation>sein Speicherbereich hat einen unbekannten Typ</translation>
    </message>
    <message>
        <source>its storage is not one of the archive</source>
        <translation>sein Speicherbereich gehört nicht zum Archiv</translation>
    </message>
    <message>
        <source>its storage is too large</source>
        <translation>sein Speicherbereich ist zu groß</translation>
    </message>
    <message>
        <source>its {} input features are no multiple of {}, the size of a group</source>
        <translation>ihre {} Eingabespalten sind kein Vielfaches von {}, der Größe einer Gruppe</translation>
    </message>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>layer {} has {} heads for {} heads of keys and values</source>
        <translation>Schicht {} hat {} Köpfe bei {} KV-Köpfen</translation>
    </message>
    <message>
        <source>layer {} of {}</source>
        <translation>Schicht {} von {}</translation>
    </message>
    <message>
        <source>layer_types has an impossible value</source>
        <translation>layer_types hat einen unmöglichen Wert</translation>
    </message>
    <message>
        <source>layers {} to {}</source>
        <translation>Schichten {} bis {}</translation>
    </message>
    <message>
        <source>length of a name</source>
        <translation>Länge eines Namens</translation>
    </message>
    <message>
        <source>length of the data set&apos;s name</source>
        <translation>Länge des Datensatznamens</translation>
    </message>
    <message>
        <source>logits</source>
        <translation>Logits</translation>
    </message>
    <message>
        <source>logits 4 × {} tokens × ({} vocabulary + {} hidden)</source>
        <translation>Logits 4 × {} Tokens × ({} Vokabular + {} Hidden)</translation>
    </message>
    <message>
        <source>longrope RoPE scaling has {} long and {} short factors, expected {} of each</source>
        <translation>die longrope-RoPE-Skalierung hat {} lange und {} kurze Faktoren, erwartet: je {}</translation>
    </message>
    <message>
        <source>longrope RoPE scaling lacks original_max_position_embeddings</source>
        <translation>der longrope-RoPE-Skalierung fehlt original_max_position_embeddings</translation>
    </message>
    <message>
        <source>measured on {}, {} tokens</source>
        <translation>gemessen an {}, {} Tokens</translation>
    </message>
    <message>
        <source>model.vocab has the id {}, ids end before {}</source>
        <translation>model.vocab enthält die ID {}, IDs enden vor {}</translation>
    </message>
    <message>
        <source>models compute in BF16, F16 or F32, not in {}</source>
        <translation>Modelle rechnen in BF16, F16 oder F32, nicht in {}</translation>
    </message>
    <message>
        <source>more than {} files are named</source>
        <translation>mehr als {} Dateien sind genannt</translation>
    </message>
    <message>
        <source>more than {} pieces</source>
        <translation>mehr als {} Stücke</translation>
    </message>
    <message>
        <source>must be &quot;normal&quot; or &quot;high&quot;.</source>
        <translation>muss &quot;normal&quot; oder &quot;high&quot; sein.</translation>
    </message>
    <message>
        <source>must be a count.</source>
        <translation>muss eine Anzahl sein.</translation>
    </message>
    <message>
        <source>must be a layer number.</source>
        <translation>muss eine Schichtnummer sein.</translation>
    </message>
    <message>
        <source>must be a list of layer numbers.</source>
        <translation>muss eine Liste von Schichtnummern sein.</translation>
    </message>
    <message>
        <source>must be a list of objects of key, type and value.</source>
        <translation>muss eine Liste von Objekten aus key, type und value sein.</translation>
    </message>
    <message>
        <source>must be a list of rules.</source>
        <translation>muss eine Liste von Regeln sein.</translation>
    </message>
    <message>
        <source>must be a list.</source>
        <translation>muss eine Liste sein.</translation>
    </message>
    <message>
        <source>must be a number of 0 or more.</source>
        <translation>muss eine Zahl ab 0 sein.</translation>
    </message>
    <message>
        <source>must be a number.</source>
        <translation>muss eine Zahl sein.</translation>
    </message>
    <message>
        <source>must be a text.</source>
        <translation>muss ein Text sein.</translation>
    </message>
    <message>
        <source>must be a whole number from {} to {}.</source>
        <translation>muss eine ganze Zahl von {} bis {} sein.</translation>
    </message>
    <message>
        <source>must be an object of key, type and value.</source>
        <translation>muss ein Objekt aus key, type und value sein.</translation>
    </message>
    <message>
        <source>must be an object of names and encodings.</source>
        <translation>muss ein Objekt aus Namen und Kodierungen sein.</translation>
    </message>
    <message>
        <source>must be an object of one key: as_source, max_bytes or max_tensors.</source>
        <translation>muss ein Objekt mit genau einem Schlüssel sein: as_source, max_bytes oder max_tensors.</translation>
    </message>
    <message>
        <source>must be an object of the format&apos;s options.</source>
        <translation>muss ein Objekt mit den Optionen des Formats sein.</translation>
    </message>
    <message>
        <source>must be an object.</source>
        <translation>muss ein Objekt sein.</translation>
    </message>
    <message>
        <source>must be int, float, bool or str.</source>
        <translation>muss int, float, bool oder str sein.</translation>
    </message>
    <message>
        <source>must be larger than the number before.</source>
        <translation>muss größer als die Zahl davor sein.</translation>
    </message>
    <message>
        <source>must be sixteen hexadecimal digits.</source>
        <translation>muss aus sechzehn hexadezimalen Ziffern bestehen.</translation>
    </message>
    <message>
        <source>must be true or false.</source>
        <translation>muss true oder false sein.</translation>
    </message>
    <message>
        <source>must be two layer numbers, first and last.</source>
        <translation>muss aus zwei Schichtnummern bestehen, der ersten und der letzten.</translation>
    </message>
    <message>
        <source>must have one error for each of its weights in every probe.</source>
        <translation>muss in jeder Probe für jedes Gewicht genau einen Fehler haben.</translation>
    </message>
    <message>
        <source>must name a format and a preset.</source>
        <translation>muss ein Format und eine Voreinstellung nennen.</translation>
    </message>
    <message>
        <source>must name the first layer before the last.</source>
        <translation>muss die erste Schicht vor der letzten nennen.</translation>
    </message>
    <message>
        <source>norms are never quantized</source>
        <translation>Normierungen werden nie quantisiert</translation>
    </message>
    <message>
        <source>nothing is no plain file name</source>
        <translation>ein leerer Name ist kein einfacher Dateiname</translation>
    </message>
    <message>
        <source>number of calls</source>
        <translation>Anzahl der Aufrufe</translation>
    </message>
    <message>
        <source>number of chunks</source>
        <translation>Anzahl der Abschnitte</translation>
    </message>
    <message>
        <source>number of entries</source>
        <translation>Anzahl der Einträge</translation>
    </message>
    <message>
        <source>number of values</source>
        <translation>Anzahl der Werte</translation>
    </message>
    <message>
        <source>objects and arrays are nested deeper than {} levels</source>
        <translation>Objekte und Arrays sind tiefer als {} Ebenen verschachtelt</translation>
    </message>
    <message>
        <source>oneDNN says: {}.</source>
        <translation>oneDNN meldet: {}.</translation>
    </message>
    <message>
        <source>only matrices are quantized in this format</source>
        <translation>in diesem Format werden nur Matrizen quantisiert</translation>
    </message>
    <message>
        <source>only tensors named …weight are quantized</source>
        <translation>nur Tensoren mit dem Namen …weight werden quantisiert</translation>
    </message>
    <message>
        <source>opcode 0x{:02X} has no place in a state dict</source>
        <translation>Opcode 0x{:02X} gehört nicht in ein State-Dict</translation>
    </message>
    <message>
        <source>position_embd.weight is missing</source>
        <translation>position_embd.weight fehlt</translation>
    </message>
    <message>
        <source>protocol {} is newer than {}</source>
        <translation>Protokoll {} ist neuer als {}</translation>
    </message>
    <message>
        <source>quantlathe-cli formats lists them.</source>
        <translation>quantlathe-cli formats listet sie auf.</translation>
    </message>
    <message>
        <source>quantlathe_plan is {}, this program reads version {}.</source>
        <translation>quantlathe_plan ist {}, dieses Programm liest Version {}.</translation>
    </message>
    <message>
        <source>quantlathe_sensitivity is {}, this program reads version {}.</source>
        <translation>quantlathe_sensitivity ist {}, dieses Programm liest Version {}.</translation>
    </message>
    <message>
        <source>regex {}</source>
        <translation>Regex {}</translation>
    </message>
    <message>
        <source>role {}</source>
        <translation>Rolle {}</translation>
    </message>
    <message>
        <source>routers stay as they are</source>
        <translation>Router bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>row length {} is not a multiple of {}</source>
        <translation>die Zeilenlänge {} ist kein Vielfaches von {}</translation>
    </message>
    <message>
        <source>row {}, column {}</source>
        <translation>Zeile {}, Spalte {}</translation>
    </message>
    <message>
        <source>rows of {} weights do not divide into blocks of {} ({})</source>
        <translation>Zeilen von {} Gewichten lassen sich nicht in Blöcke zu {} teilen ({})</translation>
    </message>
    <message>
        <source>safetensors has no type {}.</source>
        <translation>In safetensors gibt es keinen Typ {}.</translation>
    </message>
    <message>
        <source>safetensors needs UTF-8, and keeps __metadata__ for itself.</source>
        <translation>safetensors braucht UTF-8 und behält sich __metadata__ selbst vor.</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>Skalenfaktor</translation>
    </message>
    <message>
        <source>sets of characters inside sets are not supported</source>
        <translation>Zeichenklassen innerhalb von Zeichenklassen werden nicht unterstützt</translation>
    </message>
    <message>
        <source>size and strides must be tuples of at most {} numbers</source>
        <translation>size und strides müssen Tupel aus höchstens {} Zahlen sein</translation>
    </message>
    <message>
        <source>small and sensitive: never quantized</source>
        <translation>klein und empfindlich: wird nie quantisiert</translation>
    </message>
    <message>
        <source>storage, offset, size and strides are expected</source>
        <translation>storage, offset, size und strides werden erwartet</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>tensor count</source>
        <translation>Anzahl der Tensoren</translation>
    </message>
    <message>
        <source>tensor {} (bytes {} to {})</source>
        <translation>Tensor {} (Bytes {} bis {})</translation>
    </message>
    <message>
        <source>tensors</source>
        <translation>Tensoren</translation>
    </message>
    <message>
        <source>the 64-bit end of the directory is not where it should be</source>
        <translation>das 64-Bit-Ende des Verzeichnisses ist nicht an seiner Stelle</translation>
    </message>
    <message>
        <source>the RoPE frequency factors {} and {} are not above 0 and in order</source>
        <translation>die RoPE-Frequenzfaktoren {} und {} sind nicht beide größer als 0 und in der richtigen Reihenfolge</translation>
    </message>
    <message>
        <source>the RoPE scaling factor {} is not above 0</source>
        <translation>der RoPE-Skalierungsfaktor {} ist nicht größer als 0</translation>
    </message>
    <message>
        <source>the architecture &quot;{}&quot; cannot be run; these can: {}</source>
        <translation>die Architektur „{}“ kann nicht ausgeführt werden; möglich sind: {}</translation>
    </message>
    <message>
        <source>the architecture {} is not known</source>
        <translation>die Architektur {} ist nicht bekannt</translation>
    </message>
    <message>
        <source>the archive ends inside a number</source>
        <translation>das Archiv endet mitten in einer Zahl</translation>
    </message>
    <message>
        <source>the array&apos;s elements have type {}, expected 0 to 12 without 9</source>
        <translation>die Elemente des Arrays haben Typ {}, erwartet: 0 bis 12 ohne 9</translation>
    </message>
    <message>
        <source>the attention</source>
        <translation>die Attention</translation>
    </message>
    <message>
        <source>the code book of an audio encoder is never quantized</source>
        <translation>das Codebuch eines Audio-Encoders wird nie quantisiert</translation>
    </message>
    <message>
        <source>the dimension {} does not fit into 63 bits</source>
        <translation>die Dimension {} passt nicht in 63 Bit</translation>
    </message>
    <message>
        <source>the directory at byte {} with {} bytes lies outside of the file</source>
        <translation>das Verzeichnis bei Byte {} mit {} Bytes liegt außerhalb der Datei</translation>
    </message>
    <message>
        <source>the directory at its end is missing, the file is probably cut short</source>
        <translation>das Verzeichnis am Ende fehlt, die Datei ist vermutlich abgeschnitten</translation>
    </message>
    <message>
        <source>the element type number {} is not known</source>
        <translation>die Elementtyp-Nummer {} ist nicht bekannt</translation>
    </message>
    <message>
        <source>the element type {} (number {}) was removed from the format. Convert the model again with a current tool</source>
        <translation>der Elementtyp {} (Nummer {}) wurde aus dem Format entfernt. Das Modell mit einem aktuellen Werkzeug neu konvertieren</translation>
    </message>
    <message>
        <source>the element type {} is not known, expected one of {}</source>
        <translation>der Elementtyp {} ist nicht bekannt, erwartet: einer von {}</translation>
    </message>
    <message>
        <source>the epsilon of its norms is {}</source>
        <translation>das Norm-Epsilon ist {}</translation>
    </message>
    <message>
        <source>the epsilon of the norms</source>
        <translation>das Norm-Epsilon</translation>
    </message>
    <message>
        <source>the factors of rotary frequencies are no {} positive numbers</source>
        <translation>die Faktoren der Rotationsfrequenzen sind nicht {} positive Zahlen</translation>
    </message>
    <message>
        <source>the feed-forward network</source>
        <translation>das Feed-Forward-Netz</translation>
    </message>
    <message>
        <source>the file header</source>
        <translation>der Datei-Header</translation>
    </message>
    <message>
        <source>the file holds no weights, only metadata</source>
        <translation>die Datei enthält keine Gewichte, nur Metadaten</translation>
    </message>
    <message>
        <source>the file is cut short inside a number</source>
        <translation>die Datei endet mitten in einer Zahl</translation>
    </message>
    <message>
        <source>the file that was opened</source>
        <translation>die geöffnete Datei</translation>
    </message>
    <message>
        <source>the file would be larger than 2^62 bytes</source>
        <translation>die Datei wäre größer als 2^62 Bytes</translation>
    </message>
    <message>
        <source>the file&apos;s name</source>
        <translation>der Dateiname</translation>
    </message>
    <message>
        <source>the file&apos;s name is not a string</source>
        <translation>der Dateiname ist keine Zeichenkette</translation>
    </message>
    <message>
        <source>the first four bytes are not GGUF</source>
        <translation>die ersten vier Bytes sind nicht GGUF</translation>
    </message>
    <message>
        <source>the head size</source>
        <translation>die Kopfgröße</translation>
    </message>
    <message>
        <source>the head size {} is odd, rotary pairs need an even one</source>
        <translation>die Kopfgröße {} ist ungerade, RoPE-Paare brauchen eine gerade</translation>
    </message>
    <message>
        <source>the header is longer than {} bytes, more is not read</source>
        <translation>der Header ist länger als {} Bytes, mehr wird nicht gelesen</translation>
    </message>
    <message>
        <source>the hidden size</source>
        <translation>die Hidden Size</translation>
    </message>
    <message>
        <source>the id of the token &quot;{}&quot; is no whole number</source>
        <translation>die ID des Tokens „{}“ ist keine ganze Zahl</translation>
    </message>
    <message>
        <source>the intermediate size</source>
        <translation>die FFN-Größe</translation>
    </message>
    <message>
        <source>the key stands there twice</source>
        <translation>der Schlüssel steht dort zweimal</translation>
    </message>
    <message>
        <source>the length of the header</source>
        <translation>die Länge des Headers</translation>
    </message>
    <message>
        <source>the list of encodings</source>
        <translation>Liste der Kodierungen</translation>
    </message>
    <message>
        <source>the longest context</source>
        <translation>der längste Kontext</translation>
    </message>
    <message>
        <source>the matrix is empty</source>
        <translation>die Matrix ist leer</translation>
    </message>
    <message>
        <source>the matrix is too large</source>
        <translation>die Matrix ist zu groß</translation>
    </message>
    <message>
        <source>the model does not say its layers, heads and head size</source>
        <translation>das Modell nennt seine Schichten, Köpfe und Kopfgröße nicht</translation>
    </message>
    <message>
        <source>the model is of the unknown type {}</source>
        <translation>das Modell hat den unbekannten Typ {}</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which hqq does not replace</source>
        <translation>das Modell hält es als Conv1D, das hqq nicht ersetzt</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which these loaders do not replace</source>
        <translation>das Modell hält es als Conv1D, das diese Ladeprogramme nicht ersetzen</translation>
    </message>
    <message>
        <source>the model stores it together with other matrices in one tensor</source>
        <translation>das Modell speichert es zusammen mit anderen Matrizen in einem Tensor</translation>
    </message>
    <message>
        <source>the name has {} bytes, at most {} are allowed</source>
        <translation>der Name hat {} Bytes, erlaubt sind höchstens {}</translation>
    </message>
    <message>
        <source>the name has {} bytes, expected at most {}</source>
        <translation>der Name hat {} Bytes, erwartet: höchstens {}</translation>
    </message>
    <message>
        <source>the name holds a zero byte</source>
        <translation>der Name enthält ein Nullbyte</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>der Name ist zu lang</translation>
    </message>
    <message>
        <source>the name of a class is no text</source>
        <translation>der Name einer Klasse ist kein Text</translation>
    </message>
    <message>
        <source>the name of a tensor is not a text</source>
        <translation>der Name eines Tensors ist kein Text</translation>
    </message>
    <message>
        <source>the name stands there twice</source>
        <translation>der Name steht dort zweimal</translation>
    </message>
    <message>
        <source>the number of attention heads</source>
        <translation>die Anzahl der Attention-Köpfe</translation>
    </message>
    <message>
        <source>the number of layers</source>
        <translation>die Anzahl der Schichten</translation>
    </message>
    <message>
        <source>the padding in front of the data</source>
        <translation>das Auffüllen vor den Daten</translation>
    </message>
    <message>
        <source>the pickle ends too early</source>
        <translation>das Pickle endet zu früh</translation>
    </message>
    <message>
        <source>the position embedding is never quantized</source>
        <translation>das Positions-Embedding wird nie quantisiert</translation>
    </message>
    <message>
        <source>the product of the dimensions does not fit into 63 bits</source>
        <translation>das Produkt der Dimensionen passt nicht in 63 Bit</translation>
    </message>
    <message>
        <source>the queries, keys or values</source>
        <translation>Queries, Keys oder Values</translation>
    </message>
    <message>
        <source>the router of the experts is never quantized</source>
        <translation>der Router der Experten wird nie quantisiert</translation>
    </message>
    <message>
        <source>the rule {}</source>
        <translation>Regel {}</translation>
    </message>
    <message>
        <source>the score of a piece is no finite number</source>
        <translation>die Bewertung eines Stücks ist keine endliche Zahl</translation>
    </message>
    <message>
        <source>the size of the vocabulary</source>
        <translation>die Größe des Vokabulars</translation>
    </message>
    <message>
        <source>the table of characters does not end with a zero</source>
        <translation>die Zeichentabelle endet nicht mit einer Null</translation>
    </message>
    <message>
        <source>the table of characters has no room for its index</source>
        <translation>die Zeichentabelle hat keinen Platz für ihren Index</translation>
    </message>
    <message>
        <source>the table of experts by token is never quantized</source>
        <translation>die Tabelle der Experten pro Token wird nie quantisiert</translation>
    </message>
    <message>
        <source>the text of a piece is no valid UTF-8</source>
        <translation>der Text eines Stücks ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>the token type embedding is never quantized</source>
        <translation>das Tokentyp-Embedding wird nie quantisiert</translation>
    </message>
    <message>
        <source>the tokenizer cuts words by rules that belong to no known pre-tokenizer</source>
        <translation>der Tokenizer zerlegt Wörter nach Regeln, die zu keinem bekannten Pre-Tokenizer gehören</translation>
    </message>
    <message>
        <source>the tokenizer has {} tokens, the embedding {} rows</source>
        <translation>der Tokenizer hat {} Tokens, das Embedding {} Zeilen</translation>
    </message>
    <message>
        <source>the value has type {}, expected 0 to 12</source>
        <translation>der Wert hat Typ {}, erwartet: 0 bis 12</translation>
    </message>
    <message>
        <source>the value is not a string</source>
        <translation>der Wert ist keine Zeichenkette</translation>
    </message>
    <message>
        <source>the value is not an object</source>
        <translation>der Wert ist kein Objekt</translation>
    </message>
    <message>
        <source>the values</source>
        <translation>die Werte</translation>
    </message>
    <message>
        <source>the version is {}, expected 2 or 3</source>
        <translation>die Version ist {}, erwartet: 2 oder 3</translation>
    </message>
    <message>
        <source>the weight {}</source>
        <translation>Gewicht {}</translation>
    </message>
    <message>
        <source>the weights are already quantized by &quot;{}&quot;</source>
        <translation>die Gewichte sind bereits mit „{}“ quantisiert</translation>
    </message>
    <message>
        <source>there are more than {} merges</source>
        <translation>es gibt mehr als {} Merges</translation>
    </message>
    <message>
        <source>there are no pieces</source>
        <translation>es gibt keine Stücke</translation>
    </message>
    <message>
        <source>there is no config.json beside the weights</source>
        <translation>neben den Gewichten liegt keine config.json</translation>
    </message>
    <message>
        <source>time-mixing vectors are never quantized</source>
        <translation>Time-Mixing-Vektoren werden nie quantisiert</translation>
    </message>
    <message>
        <source>tokenizer.ggml.pre is &quot;{}&quot;. Known are {}.</source>
        <translation>tokenizer.ggml.pre ist „{}“. Bekannt sind {}.</translation>
    </message>
    <message>
        <source>transformers loads one kind of 4-bit weights in a folder: block sizes may differ, NF4 or FP4 and double quantization may not</source>
        <translation>transformers lädt nur eine Art von 4-Bit-Gewichten pro Ordner: Blockgrößen dürfen sich unterscheiden, NF4 oder FP4 und doppelte Quantisierung nicht</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>unknown: {}</source>
        <translation>unbekannt: {}</translation>
    </message>
    <message>
        <source>vectors are never quantized</source>
        <translation>Vektoren werden nie quantisiert</translation>
    </message>
    <message>
        <source>weight_map is missing</source>
        <translation>weight_map fehlt</translation>
    </message>
    <message>
        <source>weight_map is not an object</source>
        <translation>weight_map ist kein Objekt</translation>
    </message>
    <message>
        <source>weight_map names no files</source>
        <translation>weight_map nennt keine Dateien</translation>
    </message>
    <message>
        <source>weight_map stands there twice</source>
        <translation>weight_map steht dort zweimal</translation>
    </message>
    <message>
        <source>what {} does not encode stays in {}</source>
        <translation>was {} nicht kodiert, bleibt in {}</translation>
    </message>
    <message>
        <source>yarn RoPE scaling lacks original_max_position_embeddings</source>
        <translation>der yarn-RoPE-Skalierung fehlt original_max_position_embeddings</translation>
    </message>
    <message>
        <source>zero point</source>
        <translation>Nullpunkt</translation>
    </message>
    <message>
        <source>{:Lg} bits per weight are no budget</source>
        <translation>{:Lg} Bits pro Gewicht sind kein Budget</translation>
    </message>
    <message>
        <source>{:Lg} bits per weight are too small for this model</source>
        <translation>{:Lg} Bits pro Gewicht sind zu wenig für dieses Modell</translation>
    </message>
    <message>
        <source>{} (at byte {})</source>
        <translation>{} (bei Byte {})</translation>
    </message>
    <message>
        <source>{} ({} needs heads of a multiple of {} values: f16 taken)</source>
        <translation>{} ({} braucht Köpfe mit einem Vielfachen von {} Werten: stattdessen f16)</translation>
    </message>
    <message>
        <source>{} + mask {} × {} × {} cells</source>
        <translation>{} + Maske {} × {} × {} Zellen</translation>
    </message>
    <message>
        <source>{} Measured on {}.</source>
        <translation>{} Gemessen an {}.</translation>
    </message>
    <message>
        <source>{} NaN and {} infinite ones, the first in row {}, column {}. Nothing useful can be made of such a weight.</source>
        <translation>{} NaN und {} unendliche Werte, der erste in Zeile {}, Spalte {}. Aus einem solchen Gewicht lässt sich nichts Brauchbares machen.</translation>
    </message>
    <message>
        <source>{} The format rounds to that type first.</source>
        <translation>{} Das Format rundet zuerst auf diesen Typ.</translation>
    </message>
    <message>
        <source>{} Their divergence would have no meaning.</source>
        <translation>{} Ihre Divergenz hätte keine Aussage.</translation>
    </message>
    <message>
        <source>{} alone brings them to {}, {} are allowed.</source>
        <translation>Allein {} bringt sie auf {}, erlaubt sind {}.</translation>
    </message>
    <message>
        <source>{} and {} are both {}</source>
        <translation>{} und {} sind beide {}</translation>
    </message>
    <message>
        <source>{} and {} are the same expert</source>
        <translation>{} und {} sind derselbe Experte</translation>
    </message>
    <message>
        <source>{} and {} more</source>
        <translation>{} und {} weitere</translation>
    </message>
    <message>
        <source>{} and {} more of its set are missing</source>
        <translation>{} und {} weitere des Satzes fehlen</translation>
    </message>
    <message>
        <source>{} are</source>
        <translation>{} sind</translation>
    </message>
    <message>
        <source>{} are needed on {}, {} are free</source>
        <translation>{} werden auf {} gebraucht, {} sind frei</translation>
    </message>
    <message>
        <source>{} as {} needs an importance matrix</source>
        <translation>{} als {} braucht eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>{} at byte {}: {}.</source>
        <translation>{} bei Byte {}: {}.</translation>
    </message>
    <message>
        <source>{} attention heads do not divide into {} groups of keys and values</source>
        <translation>{} Attention-Köpfe lassen sich nicht auf {} KV-Köpfe aufteilen</translation>
    </message>
    <message>
        <source>{} begins texts with another token.</source>
        <translation>{} beginnt Texte mit einem anderen Token.</translation>
    </message>
    <message>
        <source>{} belongs to expert {}, the model has {} experts</source>
        <translation>{} gehört zu Experte {}, das Modell hat {} Experten</translation>
    </message>
    <message>
        <source>{} belongs to layer {}, the model has {} layers</source>
        <translation>{} gehört zu Schicht {}, das Modell hat {} Schichten</translation>
    </message>
    <message>
        <source>{} bytes at {} are not what was written. The disk or the memory may be faulty.</source>
        <translation>{} Bytes bei {} sind nicht das, was geschrieben wurde. Das Laufwerk oder der Arbeitsspeicher ist womöglich defekt.</translation>
    </message>
    <message>
        <source>{} bytes became more than {}.</source>
        <translation>Aus {} Bytes wurden mehr als {}.</translation>
    </message>
    <message>
        <source>{} bytes follow its end at {}.</source>
        <translation>Hinter dem Ende bei {1} folgen {0} Bytes.</translation>
    </message>
    <message>
        <source>{} bytes of K and V in 16 bits a token in {} layers × {} tokens</source>
        <translation>{} Bytes für K und V mit 16 Bit pro Token in {} Schichten × {} Tokens</translation>
    </message>
    <message>
        <source>{} can only be read</source>
        <translation>{} kann nur gelesen werden</translation>
    </message>
    <message>
        <source>{} cannot be carried over</source>
        <translation>{} kann nicht übernommen werden</translation>
    </message>
    <message>
        <source>{} cannot be decoded yet.</source>
        <translation>{} lässt sich noch nicht dekodieren.</translation>
    </message>
    <message>
        <source>{} cannot be encoded yet.</source>
        <translation>{} lässt sich noch nicht kodieren.</translation>
    </message>
    <message>
        <source>{} cannot be measured as {}</source>
        <translation>{} lässt sich nicht als {} messen</translation>
    </message>
    <message>
        <source>{} cannot be opened on its own</source>
        <translation>{} lässt sich nicht einzeln öffnen</translation>
    </message>
    <message>
        <source>{} cannot be overridden</source>
        <translation>{} lässt sich nicht überschreiben</translation>
    </message>
    <message>
        <source>{} cannot be permuted</source>
        <translation>{} lässt sich nicht umordnen</translation>
    </message>
    <message>
        <source>{} cannot be pinned to {}</source>
        <translation>{} lässt sich nicht auf {} fixieren</translation>
    </message>
    <message>
        <source>{} cannot be read</source>
        <translation>{} ist nicht lesbar</translation>
    </message>
    <message>
        <source>{} cannot be read: {}</source>
        <translation>{} ist nicht lesbar: {}</translation>
    </message>
    <message>
        <source>{} cannot be stored as {}</source>
        <translation>{} lässt sich nicht als {} speichern</translation>
    </message>
    <message>
        <source>{} cannot be written</source>
        <translation>{} kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>{} cannot be written yet</source>
        <translation>{} kann noch nicht geschrieben werden</translation>
    </message>
    <message>
        <source>{} cannot mix all its encodings in one output</source>
        <translation>{} kann nicht alle seine Kodierungen in einer Ausgabe mischen</translation>
    </message>
    <message>
        <source>{} cells × {} bytes of K and V in {} layers</source>
        <translation>{} Zellen × {} Bytes für K und V in {} Schichten</translation>
    </message>
    <message>
        <source>{} counts {} rows.</source>
        <translation>{} zählt {} Zeilen.</translation>
    </message>
    <message>
        <source>{} dimensions have {} strides</source>
        <translation>{} Dimensionen haben {} Strides</translation>
    </message>
    <message>
        <source>{} does not divide {} × {} values.</source>
        <translation>{} ist kein Teiler von {} × {} Werten.</translation>
    </message>
    <message>
        <source>{} does not fit {}</source>
        <translation>{} passt nicht zu {}</translation>
    </message>
    <message>
        <source>{} ends at byte {}, 1 byte too early, inside {}. Download it again.</source>
        <translation>{} endet bei Byte {}, 1 Byte zu früh, an dieser Stelle: {}. Erneut herunterladen.</translation>
    </message>
    <message>
        <source>{} ends at byte {}, {} bytes too early, inside {}. Download it again.</source>
        <translation>{} endet bei Byte {}, {} Bytes zu früh, an dieser Stelle: {}. Erneut herunterladen.</translation>
    </message>
    <message>
        <source>{} exists already</source>
        <translation>{} existiert bereits</translation>
    </message>
    <message>
        <source>{} file</source>
        <translation>{}-Datei</translation>
    </message>
    <message>
        <source>{} folder, 1 file</source>
        <translation>{}-Ordner, 1 Datei</translation>
    </message>
    <message>
        <source>{} folder, {} files</source>
        <translation>{}-Ordner, {} Dateien</translation>
    </message>
    <message>
        <source>{} folders are made from Hugging Face folders, with their config.json and tokenizer files; this is a GGUF file</source>
        <translation>{}-Ordner werden aus Hugging-Face-Ordnern mit deren config.json und Tokenizer-Dateien erstellt; dies ist eine GGUF-Datei</translation>
    </message>
    <message>
        <source>{} groups are no multiple of {}, the number of codes that share a byte</source>
        <translation>{} Gruppen sind kein Vielfaches von {}, der Zahl der Codes in einem Byte</translation>
    </message>
    <message>
        <source>{} groups do not divide {} input features into groups of an even size up to {}.</source>
        <translation>{} Gruppen teilen die Eingabebreite {} nicht in Gruppen von gerader Größe bis {}.</translation>
    </message>
    <message>
        <source>{} has an impossible value</source>
        <translation>{} hat einen unmöglichen Wert</translation>
    </message>
    <message>
        <source>{} has an unknown value</source>
        <translation>{} hat einen unbekannten Wert</translation>
    </message>
    <message>
        <source>{} has another shape there.</source>
        <translation>{} hat dort eine andere Form.</translation>
    </message>
    <message>
        <source>{} has counts but no sums.</source>
        <translation>{} hat Anzahlen, aber keine Summen.</translation>
    </message>
    <message>
        <source>{} has more than {} numbers</source>
        <translation>{} hat mehr als {} Zahlen</translation>
    </message>
    <message>
        <source>{} has no encoding to disturb single rows with</source>
        <translation>{} hat keine Kodierung, mit der sich einzelne Zeilen stören lassen</translation>
    </message>
    <message>
        <source>{} has no memory or no bandwidth.</source>
        <translation>{} hat keinen Speicher oder keine Bandbreite.</translation>
    </message>
    <message>
        <source>{} has no option {}</source>
        <translation>{} hat keine Option {}</translation>
    </message>
    <message>
        <source>{} has no place in a {} model</source>
        <translation>{} gehört nicht in ein {}-Modell</translation>
    </message>
    <message>
        <source>{} has no place there.</source>
        <translation>{} hat dort keinen Platz.</translation>
    </message>
    <message>
        <source>{} has no preset {}</source>
        <translation>{} hat keine Voreinstellung {}</translation>
    </message>
    <message>
        <source>{} has no row {}, column {}</source>
        <translation>{} hat keine Zeile {}, Spalte {}</translation>
    </message>
    <message>
        <source>{} has no square matrix {}.</source>
        <translation>{} hat keine quadratische Matrix {}.</translation>
    </message>
    <message>
        <source>{} has no values for {}.</source>
        <translation>{} hat keine Werte für {}.</translation>
    </message>
    <message>
        <source>{} has no values for {}. Choose another type than {} for it.</source>
        <translation>{} hat keine Werte für {}. Dafür einen anderen Typ als {} wählen.</translation>
    </message>
    <message>
        <source>{} has other parts there.</source>
        <translation>{} hat dort andere Teile.</translation>
    </message>
    <message>
        <source>{} has sums but no counts.</source>
        <translation>{} hat Summen, aber keine Anzahlen.</translation>
    </message>
    <message>
        <source>{} has the shape [{}], by config.json it should be [{}]</source>
        <translation>{} hat die Form [{}], laut config.json sollte sie [{}] sein</translation>
    </message>
    <message>
        <source>{} has the shape [{}], expected [{}]</source>
        <translation>{} hat die Form [{}], erwartet: [{}]</translation>
    </message>
    <message>
        <source>{} has {} bytes of {}, the tensors before it have {} of {}.</source>
        <translation>{} hat {} Bytes in {}, die Tensoren davor haben {} in {}.</translation>
    </message>
    <message>
        <source>{} has {} bytes there.</source>
        <translation>{} hat dort {} Bytes.</translation>
    </message>
    <message>
        <source>{} has {} sums for {} counts; they must divide.</source>
        <translation>{} hat {} Summen für {} Anzahlen; das muss ohne Rest aufgehen.</translation>
    </message>
    <message>
        <source>{} has {} tokens, this model has {}.</source>
        <translation>{} hat {} Tokens, dieses Modell hat {}.</translation>
    </message>
    <message>
        <source>{} has {} values, the model needs {}</source>
        <translation>{} hat {} Werte, das Modell braucht {}</translation>
    </message>
    <message>
        <source>{} has {} weights, {} has {}, under other names. Compare a model with what was made of it.</source>
        <translation>{} hat {} Gewichte, {} hat {}, unter anderen Namen. Ein Modell mit dem vergleichen, was daraus erstellt wurde.</translation>
    </message>
    <message>
        <source>{} holds a value that is no number</source>
        <translation>{} enthält einen ungültigen Zahlenwert</translation>
    </message>
    <message>
        <source>{} holds more than tensors</source>
        <translation>{} enthält mehr als Tensoren</translation>
    </message>
    <message>
        <source>{} holds something else than numbers of 0 to 2^64 − 1</source>
        <translation>{} enthält etwas anderes als Zahlen von 0 bis 2^64 − 1</translation>
    </message>
    <message>
        <source>{} holds NaN or infinite values</source>
        <translation>{} enthält NaN oder unendliche Werte</translation>
    </message>
    <message>
        <source>{} is a TorchScript program</source>
        <translation>{} ist ein TorchScript-Programm</translation>
    </message>
    <message>
        <source>{} is a link that leads nowhere</source>
        <translation>{} ist ein Link, der ins Leere führt</translation>
    </message>
    <message>
        <source>{} is cut short</source>
        <translation>{} ist abgeschnitten</translation>
    </message>
    <message>
        <source>{} is damaged</source>
        <translation>{} ist beschädigt</translation>
    </message>
    <message>
        <source>{} is here, but no .safetensors, .gguf or .bin file. Put them into the same folder.</source>
        <translation>{} ist hier, aber keine .safetensors-, .gguf- oder .bin-Datei. Die Gewichte in denselben Ordner legen.</translation>
    </message>
    <message>
        <source>{} is in the way</source>
        <translation>{} ist im Weg</translation>
    </message>
    <message>
        <source>{} is missing</source>
        <translation>{} fehlt</translation>
    </message>
    <message>
        <source>{} is missing or not {}.</source>
        <translation>{} fehlt oder ist nicht {}.</translation>
    </message>
    <message>
        <source>{} is missing, which a llama model with {} layers needs</source>
        <translation>{} fehlt, ein llama-Modell mit {} Schichten braucht es</translation>
    </message>
    <message>
        <source>{} is missing: config.json says {} experts</source>
        <translation>{} fehlt: config.json nennt {} Experten</translation>
    </message>
    <message>
        <source>{} is neither 0 nor 1.</source>
        <translation>{} ist weder 0 noch 1.</translation>
    </message>
    <message>
        <source>{} is neither safetensors nor GGUF nor PyTorch</source>
        <translation>{} ist weder safetensors noch GGUF noch PyTorch</translation>
    </message>
    <message>
        <source>{} is no KEY=TYPE:VALUE</source>
        <translation>{} hat nicht die Form KEY=TYPE:VALUE</translation>
    </message>
    <message>
        <source>{} is no PATTERN=TYPE</source>
        <translation>{} hat nicht die Form PATTERN=TYPE</translation>
    </message>
    <message>
        <source>{} is no PyTorch file</source>
        <translation>{} ist keine PyTorch-Datei</translation>
    </message>
    <message>
        <source>{} is no count.</source>
        <translation>{} ist keine Anzahl.</translation>
    </message>
    <message>
        <source>{} is no file</source>
        <translation>{} ist keine Datei</translation>
    </message>
    <message>
        <source>{} is no key to override</source>
        <translation>{} ist kein Schlüssel, der sich überschreiben lässt</translation>
    </message>
    <message>
        <source>{} is no list of texts.</source>
        <translation>{} ist keine Liste von Texten.</translation>
    </message>
    <message>
        <source>{} is no memory size.</source>
        <translation>{} ist keine Speichergröße.</translation>
    </message>
    <message>
        <source>{} is no name for a tensor</source>
        <translation>{} ist kein Name für einen Tensor</translation>
    </message>
    <message>
        <source>{} is no plain file name</source>
        <translation>{} ist kein einfacher Dateiname</translation>
    </message>
    <message>
        <source>{} is no row of {} values</source>
        <translation>{} ist keine Zeile mit {} Werten</translation>
    </message>
    <message>
        <source>{} is no size for a file</source>
        <translation>{} ist keine Größe für eine Datei</translation>
    </message>
    <message>
        <source>{} is no text.</source>
        <translation>{} ist kein Text.</translation>
    </message>
    <message>
        <source>{} is no type for stored weights.</source>
        <translation>{} ist kein Typ für gespeicherte Gewichte.</translation>
    </message>
    <message>
        <source>{} is no value for {}</source>
        <translation>{} ist kein Wert für {}</translation>
    </message>
    <message>
        <source>{} is not a state dict that can be read</source>
        <translation>{} ist kein lesbares State-Dict</translation>
    </message>
    <message>
        <source>{} is not a valid zip archive</source>
        <translation>{} ist kein gültiges ZIP-Archiv</translation>
    </message>
    <message>
        <source>{} is not an array</source>
        <translation>{} ist kein Array</translation>
    </message>
    <message>
        <source>{} is quantized in part: some of its matrices are, others are not</source>
        <translation>{} ist nur teilweise quantisiert: manche der Matrizen sind es, andere nicht</translation>
    </message>
    <message>
        <source>{} is stored as {}, expected floating-point numbers</source>
        <translation>{} ist als {} gespeichert, erwartet werden Gleitkommazahlen</translation>
    </message>
    <message>
        <source>{} is stored as {}, other experts as {}</source>
        <translation>{} ist als {} gespeichert, andere Experten als {}</translation>
    </message>
    <message>
        <source>{} is there twice.</source>
        <translation>{} ist zweimal vorhanden.</translation>
    </message>
    <message>
        <source>{} is too large</source>
        <translation>{} ist zu groß</translation>
    </message>
    <message>
        <source>{} is too large for a chart of maxima</source>
        <translation>{} ist zu groß für ein Diagramm der Maxima</translation>
    </message>
    <message>
        <source>{} is too large for {}</source>
        <translation>{} ist zu groß für {}</translation>
    </message>
    <message>
        <source>{} is too small for this model</source>
        <translation>{} ist zu klein für dieses Modell</translation>
    </message>
    <message>
        <source>{} is too small for {}</source>
        <translation>{} ist zu klein für {}</translation>
    </message>
    <message>
        <source>{} is {}, expected F32.</source>
        <translation>{} ist {}, erwartet wird F32.</translation>
    </message>
    <message>
        <source>{} must share one encoding</source>
        <translation>{} müssen dieselbe Kodierung haben</translation>
    </message>
    <message>
        <source>{} names {} files, {} here. Put the missing one into the same folder.</source>
        <translation>{} nennt {} Dateien, {} hier. Die fehlende in denselben Ordner legen.</translation>
    </message>
    <message>
        <source>{} names {} files, {} here. Put the missing ones into the same folder.</source>
        <translation>{} nennt {} Dateien, {} hier. Die fehlenden in denselben Ordner legen.</translation>
    </message>
    <message>
        <source>{} need an importance matrix.</source>
        <translation>{} brauchen eine Wichtigkeitsmatrix.</translation>
    </message>
    <message>
        <source>{} needs an importance matrix</source>
        <translation>{} braucht eine Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>{} needs an importance matrix with values for this weight.</source>
        <translation>{} braucht eine Wichtigkeitsmatrix mit Werten für dieses Gewicht.</translation>
    </message>
    <message>
        <source>{} needs an importance matrix.</source>
        <translation>{} braucht eine Wichtigkeitsmatrix.</translation>
    </message>
    <message>
        <source>{} needs rows of a multiple of {} columns, this weight has {}.</source>
        <translation>{} braucht Zeilen mit einem Vielfachen von {} Spalten, dieses Gewicht hat {}.</translation>
    </message>
    <message>
        <source>{} number {}</source>
        <translation>{} Nummer {}</translation>
    </message>
    <message>
        <source>{} of its values decode to no number. Leave this weight as it is.</source>
        <translation>{} der Werte ergeben dekodiert keine Zahl. Dieses Gewicht unverändert lassen.</translation>
    </message>
    <message>
        <source>{} of layer {}</source>
        <translation>{} in Schicht {}</translation>
    </message>
    <message>
        <source>{} of {} experts are used</source>
        <translation>{} von {} Experten werden verwendet</translation>
    </message>
    <message>
        <source>{} of {} matrices covered</source>
        <translation>{} von {} Matrizen abgedeckt</translation>
    </message>
    <message>
        <source>{} of {} tensors as planned = {} bytes</source>
        <translation>{} von {} Tensoren laut Plan = {} Bytes</translation>
    </message>
    <message>
        <source>{} of {} values of a head are rotated</source>
        <translation>{} von {} Werten eines Kopfes werden rotiert</translation>
    </message>
    <message>
        <source>{} offers no choice for any weight of this model.</source>
        <translation>{} bietet für kein Gewicht dieses Modells eine Wahl.</translation>
    </message>
    <message>
        <source>{} offers no encoding {}</source>
        <translation>{} bietet keine Kodierung {}</translation>
    </message>
    <message>
        <source>{} reads back differently</source>
        <translation>{} weicht beim Zurücklesen ab</translation>
    </message>
    <message>
        <source>{} set, 1 file</source>
        <translation>{}-Satz, 1 Datei</translation>
    </message>
    <message>
        <source>{} set, {} files</source>
        <translation>{}-Satz, {} Dateien</translation>
    </message>
    <message>
        <source>{} stands in no block of the model</source>
        <translation>{} liegt in keinem Block des Modells</translation>
    </message>
    <message>
        <source>{} stands there twice</source>
        <translation>{} steht dort zweimal</translation>
    </message>
    <message>
        <source>{} stores {} values of {} there.</source>
        <translation>{} speichert dort {} Werte vom Typ {}.</translation>
    </message>
    <message>
        <source>{} tokens of context would fit.</source>
        <translation>{} Tokens Kontext würden passen.</translation>
    </message>
    <message>
        <source>{} values are no whole rows of {} columns.</source>
        <translation>{} Werte sind keine ganzen Zeilen mit {} Spalten.</translation>
    </message>
    <message>
        <source>{} was written by a big-endian machine</source>
        <translation>{} wurde auf einem Big-Endian-Rechner geschrieben</translation>
    </message>
    <message>
        <source>{} would stand in the file twice</source>
        <translation>{} stünde zweimal in der Datei</translation>
    </message>
    <message>
        <source>{} {} are too many, the limit is {}</source>
        <translation>{} {} sind zu viele, die Grenze liegt bei {}</translation>
    </message>
    <message>
        <source>{} {} cannot fit into the {} bytes that follow</source>
        <translation>{} {} passen nicht in die folgenden {} Bytes</translation>
    </message>
    <message>
        <source>{} × {} is no shape of a matrix.</source>
        <translation>{} × {} ist keine Form einer Matrix.</translation>
    </message>
    <message>
        <source>{} × {} sequences</source>
        <translation>{} × {} Sequenzen</translation>
    </message>
    <message>
        <source>{} × {} values are no multiple of the group size {}</source>
        <translation>{} × {} Werte sind kein Vielfaches der Gruppengröße {}</translation>
    </message>
    <message>
        <source>{}, and {} % that PyTorch&apos;s allocator loses</source>
        <translation>{} und {} %, die durch den Allokator von PyTorch verloren gehen</translation>
    </message>
    <message>
        <source>{}, it stays in {}</source>
        <translation>{}, der Typ bleibt {}</translation>
    </message>
    <message>
        <source>{}.block_count is missing or no count between 1 and {}</source>
        <translation>{}.block_count fehlt oder ist keine Anzahl zwischen 1 und {}</translation>
    </message>
    <message>
        <source>{}: NaN or infinite. Nothing useful can be made of such a weight.</source>
        <translation>{}: NaN oder unendlich. Aus einem solchen Gewicht lässt sich nichts Brauchbares machen.</translation>
    </message>
    <message>
        <source>{}: NaN. Nothing useful can be made of such a weight.</source>
        <translation>{}: NaN. Aus einem solchen Gewicht lässt sich nichts Brauchbares machen.</translation>
    </message>
    <message>
        <source>{}: infinite. Nothing useful can be made of such a weight.</source>
        <translation>{}: unendlich. Aus einem solchen Gewicht lässt sich nichts Brauchbares machen.</translation>
    </message>
    <message>
        <source>{}: this value and its neighbours are below the range of the encoding. Choose BF16 or F32 for this weight.</source>
        <translation>{}: Dieser Wert und seine Nachbarn liegen unterhalb des Bereichs der Kodierung. Für dieses Gewicht BF16 oder F32 wählen.</translation>
    </message>
    <message>
        <source>{}: this value or its neighbours exceed the range of the encoding. Choose BF16 or F32 for this weight.</source>
        <translation>{}: Dieser Wert oder seine Nachbarn überschreiten den Bereich der Kodierung. Für dieses Gewicht BF16 oder F32 wählen.</translation>
    </message>
    <message>
        <source>{}; and {} more differ.</source>
        <translation>{}; und {} weitere weichen ab.</translation>
    </message>
    <message>
        <source>{}; the token embedding is also the output matrix: on the device and once more in main memory ({})</source>
        <translation>{}; das Token-Embedding ist zugleich die Ausgabematrix: auf dem Gerät und noch einmal im Hauptspeicher ({})</translation>
    </message>
    <message>
        <source>{}; the token embedding stays in main memory ({})</source>
        <translation>{}; das Token-Embedding bleibt im Hauptspeicher ({})</translation>
    </message>
    <message>
        <source>{}; {} entries of no weight: {}</source>
        <translation>{}; {} unbekannte Einträge: {}</translation>
    </message>
    <message>
        <source>{}; {} experts never used by the calibration text</source>
        <translation>{}; {} vom Kalibrierungstext nie benutzte Experten</translation>
    </message>
    <message>
        <source>{}; {} missing: {}</source>
        <translation>{}; {} fehlend: {}</translation>
    </message>
    <message>
        <source>{}; {} of another width: {}</source>
        <translation>{}; {} mit anderer Breite: {}</translation>
    </message>
    <message>
        <source>{}{} is not finite</source>
        <translation>{}{} ist nicht endlich</translation>
    </message>
    <message>
        <source>{}{} is {}</source>
        <translation>{}{} ist {}</translation>
    </message>
    <message>
        <source>{}{}{}.bias is missing: a {} model has it</source>
        <translation>{}{}{}.bias fehlt: Ein {}-Modell hat diesen Bias</translation>
    </message>
    <message>
        <source>“{}” is none of 8bit_u8, 4bit_u8, 3bit_32, 2bit_u8 and 1bit_u8.</source>
        <translation>„{}“ ist keiner der Werte 8bit_u8, 4bit_u8, 3bit_32, 2bit_u8 und 1bit_u8.</translation>
    </message>
    <message>
        <source>It is larger than 64 MiB.</source>
        <translation>Sie ist größer als 64 MiB.</translation>
    </message>
    <message>
        <source>This is no plan</source>
        <translation>Dies ist kein Plan</translation>
    </message>
    <message>
        <source>A conversion keeps its journal under this name, and this file is none. Choose another name for the result, or move it away.</source>
        <translation>Unter diesem Namen führt eine Konvertierung ihr Journal, und diese Datei ist keines. Einen anderen Namen für das Ergebnis wählen oder sie verschieben.</translation>
    </message>
    <message>
        <source>Another program removed or replaced the file while it was written</source>
        <translation>Ein anderes Programm hat die Datei entfernt oder ersetzt, während sie geschrieben wurde</translation>
    </message>
    <message>
        <source>Another program replaced the folder while it was written</source>
        <translation>Ein anderes Programm hat den Ordner ersetzt, während er geschrieben wurde</translation>
    </message>
    <message>
        <source>Cannot create the folder</source>
        <translation>Der Ordner kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>Cannot find out what this is</source>
        <translation>Was dies ist, lässt sich nicht feststellen</translation>
    </message>
    <message>
        <source>Cannot make the names in the folder durable</source>
        <translation>Die Namen im Ordner können nicht dauerhaft gespeichert werden</translation>
    </message>
    <message>
        <source>Cannot open the folder</source>
        <translation>Der Ordner kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Cannot rename the finished folder</source>
        <translation>Der fertige Ordner kann nicht umbenannt werden</translation>
    </message>
    <message>
        <source>Free {}, then resume. What is finished on the disk is kept.</source>
        <translation>{} freigeben, dann fortsetzen. Was auf dem Datenträger fertig ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Give each a name of its own.</source>
        <translation>Jedem einen eigenen Namen geben.</translation>
    </message>
    <message>
        <source>It holds {}, which belongs to no model.</source>
        <translation>Er enthält {}, was zu keinem Modell gehört.</translation>
    </message>
    <message>
        <source>It is not the folder of a model.</source>
        <translation>Es ist nicht der Ordner eines Modells.</translation>
    </message>
    <message>
        <source>Keep other programs away from this name, then try again.</source>
        <translation>Andere Programme von diesem Namen fernhalten, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Look at it again before you rely on it.</source>
        <translation>Vor dem Gebrauch noch einmal ansehen.</translation>
    </message>
    <message>
        <source>More than {} values are not accepted.</source>
        <translation>Mehr als {} Werte werden nicht angenommen.</translation>
    </message>
    <message>
        <source>Nothing was renamed. Keep other programs away from this name, then try again.</source>
        <translation>Nichts wurde umbenannt. Andere Programme von diesem Namen fernhalten, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>RoPE scaling of type &quot;dynamic&quot; is worked out while a text grows, which no GGUF file can say. It does nothing up to the trained context: without it in config.json the model can be converted for that length</source>
        <translation>RoPE-Skalierung der Art „dynamic“ wird berechnet, während ein Text wächst, was keine GGUF-Datei sagen kann. Bis zum trainierten Kontext bewirkt sie nichts: ohne sie in config.json lässt sich das Modell für diese Länge konvertieren</translation>
    </message>
    <message>
        <source>The file was changed while it was read</source>
        <translation>Die Datei wurde geändert, während sie gelesen wurde</translation>
    </message>
    <message>
        <source>The result is complete, but the disk did not confirm its name</source>
        <translation>Das Ergebnis ist vollständig, aber der Datenträger hat seinen Namen nicht bestätigt</translation>
    </message>
    <message>
        <source>The result would replace what it is made from</source>
        <translation>Das Ergebnis würde ersetzen, woraus es gemacht wird</translation>
    </message>
    <message>
        <source>The values of {} hold {}: more than {}, which no mean square of activations can be.</source>
        <translation>Die Werte von {} enthalten {}: mehr als {}, was kein mittleres Quadrat von Aktivierungen sein kann.</translation>
    </message>
    <message>
        <source>This JSON file holds too much</source>
        <translation>Diese JSON-Datei enthält zu viel</translation>
    </message>
    <message>
        <source>Two results would have this name</source>
        <translation>Zwei Ergebnisse hätten diesen Namen</translation>
    </message>
    <message>
        <source>Wait until nothing writes to it any more, then try again.</source>
        <translation>Warten, bis nichts mehr hineinschreibt, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>You may have no right to remove files there.</source>
        <translation>Vielleicht fehlt das Recht, dort Dateien zu entfernen.</translation>
    </message>
    <message>
        <source>holds more than {} values.</source>
        <translation>enthält mehr als {} Werte.</translation>
    </message>
    <message>
        <source>holds {} rules, at most {} are read.</source>
        <translation>enthält {} Regeln, höchstens {} werden gelesen.</translation>
    </message>
    <message>
        <source>is an unknown key. A rule has glob, regex, role, layers, encoding and as_tensor_type.</source>
        <translation>ist ein unbekannter Schlüssel. Eine Regel hat glob, regex, role, layers, encoding und as_tensor_type.</translation>
    </message>
    <message>
        <source>model.vocab has more than {} tokens</source>
        <translation>model.vocab hat mehr als {} Tokens</translation>
    </message>
    <message>
        <source>rope_parameters and rope_scaling of config.json differ in {}: remove the wrong one</source>
        <translation>rope_parameters und rope_scaling in config.json unterscheiden sich in {}: das falsche entfernen</translation>
    </message>
    <message>
        <source>the file does not say how its tokenizer cuts words (tokenizer.ggml.pre is missing): they are cut by a default, and what is measured on a text may be wrong</source>
        <translation>die Datei sagt nicht, wie ihr Tokenizer Wörter zerlegt (tokenizer.ggml.pre fehlt): sie werden auf die voreingestellte Art zerlegt, und was an einem Text gemessen wird, kann falsch sein</translation>
    </message>
    <message>
        <source>the names of its tensors have more than {} bytes</source>
        <translation>die Namen seiner Tensoren haben mehr als {} Bytes</translation>
    </message>
    <message>
        <source>there are {} tensors like {}, the metadata say {} experts</source>
        <translation>es gibt {} Tensoren wie {}, die Metadaten nennen {} Experten</translation>
    </message>
    <message>
        <source>{} Choose another name.</source>
        <translation>{} Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>{} and {} are both there</source>
        <translation>{} und {} sind beide da</translation>
    </message>
    <message>
        <source>{} cannot be replaced</source>
        <translation>{} kann nicht ersetzt werden</translation>
    </message>
    <message>
        <source>{} has no place in a {} model, whose output matrix is the token embedding; config.json says that they differ (&quot;tie_word_embeddings&quot;: false)</source>
        <translation>{} hat keinen Platz in einem {}-Modell, dessen Ausgabematrix das Token-Embedding ist; config.json sagt, dass sie verschieden sind (&quot;tie_word_embeddings&quot;: false)</translation>
    </message>
    <message>
        <source>{} is a link to a folder.</source>
        <translation>{} ist ein Link auf einen Ordner.</translation>
    </message>
    <message>
        <source>{} is missing, and config.json says that the token embedding does not stand in for it (&quot;tie_word_embeddings&quot;: false)</source>
        <translation>{} fehlt, und config.json sagt, dass das Token-Embedding nicht dafür steht (&quot;tie_word_embeddings&quot;: false)</translation>
    </message>
    <message>
        <source>{} is missing, and the token embedding does not stand in for it: {} is not tied unless config.json says so (&quot;tie_word_embeddings&quot;: true)</source>
        <translation>{} fehlt, und das Token-Embedding steht nicht dafür: {} ist nicht gekoppelt, sofern config.json es nicht sagt (&quot;tie_word_embeddings&quot;: true)</translation>
    </message>
    <message>
        <source>{} is no folder</source>
        <translation>{} ist kein Ordner</translation>
    </message>
    <message>
        <source>{} is read by the same command. Choose another name.</source>
        <translation>{} wird von demselben Befehl gelesen. Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>{} is stored in another form than {}: [{}] as {}, not [{}] as {}</source>
        <translation>{} ist anders gespeichert als {}: [{}] als {}, nicht [{}] als {}</translation>
    </message>
    <message>
        <source>{} keys are the most that are read</source>
        <translation>Höchstens {} Schlüssel werden gelesen</translation>
    </message>
    <message>
        <source>{} tensors are the most that a file may hold</source>
        <translation>Eine Datei darf höchstens {} Tensoren enthalten</translation>
    </message>
    <message>
        <source>{} tensors are the most that are read</source>
        <translation>Höchstens {} Tensoren werden gelesen</translation>
    </message>
    <message>
        <source>{}. The token embedding was taken for it, as was asked for: that is another model than the one that was trained, unless the two are the same</source>
        <translation>{}. Das Token-Embedding wurde dafür genommen, wie verlangt: das ist ein anderes Modell als das trainierte, es sei denn, beide sind gleich</translation>
    </message>
    <message>
        <source>{}; nothing known of {} columns in {} matrices, which count evenly</source>
        <translation>{}; nichts bekannt über {} Spalten in {} Matrizen, die gleich viel zählen</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>Bits</translation>
    </message>
    <message>
        <source>Bits of a code; auto: as the preset says. vLLM loads 4 and 8, ExLlamaV2 4.</source>
        <translation>Bits eines Codes; auto: wie die Voreinstellung. vLLM lädt 4 und 8, ExLlamaV2 4.</translation>
    </message>
    <message>
        <source>Eight bits in groups of 32</source>
        <translation>Acht Bits in Gruppen zu 32</translation>
    </message>
    <message>
        <source>Eight bits in smaller groups</source>
        <translation>Acht Bits in kleineren Gruppen</translation>
    </message>
    <message>
        <source>Expected are codes of I32 [words, rows], zero points of I32 [groups, words] and scales [groups, rows].</source>
        <translation>Erwartet werden Codes in I32 [Wörter, Zeilen], Nullpunkte in I32 [Gruppen, Wörter] und Skalen [Gruppen, Zeilen].</translation>
    </message>
    <message>
        <source>Expected are scales in F16, BF16 or F32.</source>
        <translation>Erwartet werden Skalen in F16, BF16 oder F32.</translation>
    </message>
    <message>
        <source>Expected is a vector of I32.</source>
        <translation>Erwartet wird ein Vektor aus I32.</translation>
    </message>
    <message>
        <source>Form of zero points</source>
        <translation>Form der Nullpunkte</translation>
    </message>
    <message>
        <source>Four bits in groups of 128: what every program for GPTQ files loads</source>
        <translation>Vier Bits in Gruppen zu 128: das lädt jedes Programm für GPTQ-Dateien</translation>
    </message>
    <message>
        <source>Four bits in groups of 32: the smallest error of the four-bit presets</source>
        <translation>Vier Bits in Gruppen zu 32: der kleinste Fehler der Voreinstellungen mit vier Bits</translation>
    </message>
    <message>
        <source>Four bits in groups of 64: a smaller error for a sixth of a bit more</source>
        <translation>Vier Bits in Gruppen zu 64: ein kleinerer Fehler für ein Sechstel Bit mehr</translation>
    </message>
    <message>
        <source>Four bits with one scale a row: the smallest file of four bits</source>
        <translation>Vier Bits mit einer Skala je Zeile: die kleinste Datei mit vier Bits</translation>
    </message>
    <message>
        <source>Input feature {} is said to be of group {}; there are {} groups, counted from 0.</source>
        <translation>Eingang {} soll zu Gruppe {} gehören; es gibt {} Gruppen, gezählt ab 0.</translation>
    </message>
    <message>
        <source>It gives {} tokens in whole windows; at least {} are needed, some ten for each column of the widest matrix are good.</source>
        <translation>Er ergibt {} Tokens in ganzen Fenstern; mindestens {} werden gebraucht, gut sind etwa zehn je Spalte der breitesten Matrix.</translation>
    </message>
    <message>
        <source>It is about {} input features, the codes of {} bits about {}.</source>
        <translation>Er betrifft {} Eingänge, die Codes von {} Bits betreffen {}.</translation>
    </message>
    <message>
        <source>Nothing in this plan can be calibrated</source>
        <translation>Nichts in diesem Plan lässt sich kalibrieren</translation>
    </message>
    <message>
        <source>Programs that load {} join them into one matrix; the plan says {} and {}.</source>
        <translation>Programme, die {} laden, fügen sie zu einer Matrix zusammen; der Plan sagt {} und {}.</translation>
    </message>
    <message>
        <source>Symmetric</source>
        <translation>Symmetrisch</translation>
    </message>
    <message>
        <source>The calibrated codes cannot be read back</source>
        <translation>Die kalibrierten Codes lassen sich nicht zurücklesen</translation>
    </message>
    <message>
        <source>The calibrated codes do not fit the plan</source>
        <translation>Die kalibrierten Codes passen nicht zum Plan</translation>
    </message>
    <message>
        <source>The statistics of a layer&apos;s inputs are not finite</source>
        <translation>Die Statistik der Eingänge einer Schicht ist nicht endlich</translation>
    </message>
    <message>
        <source>The statistics of a layer&apos;s inputs contradict themselves</source>
        <translation>Die Statistik der Eingänge einer Schicht widerspricht sich</translation>
    </message>
    <message>
        <source>The tensor {} of a GPTQ layer is wrong</source>
        <translation>Der Tensor {} einer GPTQ-Schicht ist falsch</translation>
    </message>
    <message>
        <source>The tensors of a GPTQ layer make no sense</source>
        <translation>Die Tensoren einer GPTQ-Schicht ergeben keinen Sinn</translation>
    </message>
    <message>
        <source>The text is too short to calibrate with</source>
        <translation>Der Text ist zu kurz zum Kalibrieren</translation>
    </message>
    <message>
        <source>The zero point is the middle code. Without it every group has a zero point of its own, which lowers the error a little and which vLLM does not load.</source>
        <translation>Der Nullpunkt ist der mittlere Code. Sonst hat jede Gruppe einen eigenen Nullpunkt; das senkt den Fehler etwas, und vLLM lädt es nicht.</translation>
    </message>
    <message>
        <source>Their group begins in row {}, column {} (counted from 0). Keep this weight in 16 bits.</source>
        <translation>Ihre Gruppe beginnt in Zeile {}, Spalte {} (gezählt ab 0). Lassen Sie dieses Gewicht in 16 Bits.</translation>
    </message>
    <message>
        <source>They are no sums of squares and products.</source>
        <translation>Es sind keine Summen von Quadraten und Produkten.</translation>
    </message>
    <message>
        <source>This model cannot be calibrated</source>
        <translation>Dieses Modell lässt sich nicht kalibrieren</translation>
    </message>
    <message>
        <source>This plan cannot become one folder of {}</source>
        <translation>Aus diesem Plan wird kein Ordner in {}</translation>
    </message>
    <message>
        <source>Three bits in groups of 32</source>
        <translation>Drei Bits in Gruppen zu 32</translation>
    </message>
    <message>
        <source>Three bits in groups of 64</source>
        <translation>Drei Bits in Gruppen zu 64</translation>
    </message>
    <message>
        <source>Three bits; GPTQModel and transformers load them, vLLM does not</source>
        <translation>Drei Bits; GPTQModel und transformers laden sie, vLLM nicht</translation>
    </message>
    <message>
        <source>Two bits in groups of 64</source>
        <translation>Zwei Bits in Gruppen zu 64</translation>
    </message>
    <message>
        <source>Two bits: for experiments</source>
        <translation>Zwei Bits: zum Probieren</translation>
    </message>
    <message>
        <source>Weights are too large for a scale in F16</source>
        <translation>Gewichte sind zu groß für eine Skala in F16</translation>
    </message>
    <message>
        <source>Weights of a row that share a scale; −1: all of a row; auto: as the preset says. vLLM loads 32, 64, 128 and −1.</source>
        <translation>Gewichte einer Zeile, die sich eine Skala teilen; −1: alle einer Zeile; auto: wie die Voreinstellung. vLLM lädt 32, 64, 128 und −1.</translation>
    </message>
    <message>
        <source>Whole numbers with a scale for every group of a row, the form that most programs on graphics cards load. Scales are searched for the least error, weighed by an importance matrix where there is one.</source>
        <translation>Ganze Zahlen mit einer Skala je Gruppe einer Zeile; diese Form laden die meisten Programme auf Grafikkarten. Die Skalen werden nach dem kleinsten Fehler gesucht, gewichtet mit einer Wichtigkeitsmatrix, wo es eine gibt.</translation>
    </message>
    <message>
        <source>gptq stores them less one, gptq_v2 as they are. auto: gptq, and gptq_v2 where groups have zero points of their own, since GPTQModel refuses those in the old form.</source>
        <translation>gptq speichert sie um eins vermindert, gptq_v2 wie sie sind. auto: gptq, und gptq_v2, wo Gruppen eigene Nullpunkte haben, denn diese lehnt GPTQModel in der alten Form ab.</translation>
    </message>
    <message>
        <source>its codes do not fill whole words</source>
        <translation>seine Codes füllen keine ganzen Wörter</translation>
    </message>
    <message>
        <source>loaders of GPTQ files take the output matrix in 16 bits</source>
        <translation>Lader von GPTQ-Dateien nehmen die Ausgabematrix in 16 Bits</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which not all loaders of GPTQ files replace</source>
        <translation>das Modell hält es als Conv1D, das nicht alle Lader von GPTQ-Dateien ersetzen</translation>
    </message>
    <message>
        <source>{} and {} do not fit together.</source>
        <translation>{} und {} passen nicht zusammen.</translation>
    </message>
    <message>
        <source>{} and {} must have one encoding</source>
        <translation>{} und {} brauchen dieselbe Kodierung</translation>
    </message>
    <message>
        <source>{} and {} store zero points in different forms, of which a folder has one</source>
        <translation>{} und {} speichern Nullpunkte in verschiedener Form; ein Ordner hat nur eine</translation>
    </message>
    <message>
        <source>{} groups do not divide {} input features into groups of one size.</source>
        <translation>{} Gruppen teilen {} Eingänge nicht in gleich große Gruppen.</translation>
    </message>
    <message>
        <source>{} words for {} rows are none of 2, 3, 4 and 8 bits each.</source>
        <translation>{} Wörter für {} Zeilen sind weder 2 noch 3, 4 oder 8 Bits je Code.</translation>
    </message>
    <message>
        <source>{} × {} are no multiples of {}, which loaders of GPTQ files need</source>
        <translation>{} × {} sind keine Vielfachen von {}, die Lader von GPTQ-Dateien brauchen</translation>
    </message>
    <message>
        <source>Another conversion chooses these codes</source>
        <translation>Eine andere Umwandlung wählt gerade diese Codes</translation>
    </message>
    <message>
        <source>No weight of this plan has codes that a text could choose.</source>
        <translation>Kein Gewicht dieses Plans hat Codes, die ein Text wählen könnte.</translation>
    </message>
    <message>
        <source>Wait for it, or end it.</source>
        <translation>Warten Sie auf sie, oder beenden Sie sie.</translation>
    </message>
    <message>
        <source>1 layer that predicts further tokens (MTP) is left out of what is made of this model</source>
        <translation>1 Schicht, die weitere Tokens vorhersagt (MTP), fehlt in dem, was aus diesem Modell gemacht wird</translation>
    </message>
    <message>
        <source>6 is what ExLlamaV2&apos;s converter takes; 16: it stays as it is.</source>
        <translation>6 nimmt der Konverter von ExLlamaV2; 16: Sie bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>8-bit floating point with a scale a row; activations too, with a scale a token, while the model runs</source>
        <translation>8-Bit-Gleitkomma mit einer Skala je Zeile; auch Aktivierungen, mit einer Skala je Token, während das Modell läuft</translation>
    </message>
    <message>
        <source>8-bit floating point with a scale for every 128 × 128 weights, as DeepSeek does it</source>
        <translation>8-Bit-Gleitkomma mit einer Skala für je 128 × 128 Gewichte, wie DeepSeek es macht</translation>
    </message>
    <message>
        <source>AWQ files have one group size, and the preset&apos;s is {}</source>
        <translation>AWQ-Dateien haben eine einzige Gruppengröße, und die der Voreinstellung ist {}</translation>
    </message>
    <message>
        <source>As {}, {}.</source>
        <translation>Als {}: {}.</translation>
    </message>
    <message>
        <source>Bits a weight</source>
        <translation>Bits pro Gewicht</translation>
    </message>
    <message>
        <source>Bits of the output matrix</source>
        <translation>Bits der Ausgabematrix</translation>
    </message>
    <message>
        <source>Choose an encoding of another family.</source>
        <translation>Wählen Sie eine Kodierung einer anderen Familie.</translation>
    </message>
    <message>
        <source>Choose an encoding of the family FBGEMM or compressed-tensors for FP8.</source>
        <translation>Wählen Sie für FP8 eine Kodierung der Familie FBGEMM oder compressed-tensors.</translation>
    </message>
    <message>
        <source>Codes of two to eight bits side by side in every matrix, wide ones for the inputs that count most: any size from 2 to 8 bits a weight. For graphics cards of NVIDIA, with ExLlamaV2.</source>
        <translation>Codes von zwei bis acht Bits nebeneinander in jeder Matrix, breite für die Eingänge, die am meisten zählen: jede Größe von 2 bis 8 Bits pro Gewicht. Für Grafikkarten von NVIDIA, mit ExLlamaV2.</translation>
    </message>
    <message>
        <source>Eight bits in groups of 128: hardly any error, half the size of 16 bits</source>
        <translation>Acht Bits in Gruppen zu 128: kaum ein Fehler, halb so groß wie 16 Bits</translation>
    </message>
    <message>
        <source>Every EXL2 layer has one.</source>
        <translation>Jede EXL2-Schicht hat einen.</translation>
    </message>
    <message>
        <source>ExLlamaV2 does not know models with a weight such as {}</source>
        <translation>ExLlamaV2 kennt keine Modelle mit einem Gewicht wie {}</translation>
    </message>
    <message>
        <source>Expected are 1 to {} codebooks of 2 to {} vectors, a power of two, of 1 to {} weights.</source>
        <translation>Erwartet werden 1 bis {} Codebücher von 2 bis {} Vektoren, einer Zweierpotenz, aus 1 bis {} Gewichten.</translation>
    </message>
    <message>
        <source>Expected are codes [rows, vectors, codebooks] and codebooks [codebooks, vectors, 1, weights].</source>
        <translation>Erwartet werden Codes [Zeilen, Vektoren, Codebücher] und Codebücher [Codebücher, Vektoren, 1, Gewichte].</translation>
    </message>
    <message>
        <source>Expected are codes in I32 or U8, not in {}.</source>
        <translation>Erwartet werden Codes in I32 oder U8, nicht in {}.</translation>
    </message>
    <message>
        <source>Expected are codes in two dimensions.</source>
        <translation>Erwartet werden Codes in zwei Dimensionen.</translation>
    </message>
    <message>
        <source>Expected are codes of I32 [input features, words], zero points of I32 [groups, words] and scales [groups, rows], eight rows a word.</source>
        <translation>Erwartet werden Codes in I32 [Eingänge, Wörter], Nullpunkte in I32 [Gruppen, Wörter] und Skalen [Gruppen, Zeilen], acht Zeilen je Wort.</translation>
    </message>
    <message>
        <source>Expected are codes of at least one row and one vector.</source>
        <translation>Erwartet werden Codes von mindestens einer Zeile und einem Vektor.</translation>
    </message>
    <message>
        <source>Expected are scales in F16, BF16 or F32 [rows, groups].</source>
        <translation>Erwartet werden Skalen in F16, BF16 oder F32 [Zeilen, Gruppen].</translation>
    </message>
    <message>
        <source>Expected are two whole numbers: rows and input features.</source>
        <translation>Erwartet werden zwei ganze Zahlen: Zeilen und Eingänge.</translation>
    </message>
    <message>
        <source>Expected is a tensor of {} with {} dimensions.</source>
        <translation>Erwartet wird ein Tensor in {} mit {} Dimensionen.</translation>
    </message>
    <message>
        <source>Expected is a vector of I32, one number for every input feature.</source>
        <translation>Erwartet wird ein Vektor in I32, eine Zahl für jeden Eingang.</translation>
    </message>
    <message>
        <source>Expected is one scale for every row of a matrix of I8.</source>
        <translation>Erwartet wird eine Skala für jede Zeile einer Matrix in I8.</translation>
    </message>
    <message>
        <source>Five bits: hardly any loss</source>
        <translation>Fünf Bits: kaum ein Verlust</translation>
    </message>
    <message>
        <source>Four and a half bits</source>
        <translation>Viereinhalb Bits</translation>
    </message>
    <message>
        <source>Four bits a weight: close to the original in a quarter of 16 bits</source>
        <translation>Vier Bits pro Gewicht: nah am Original bei einem Viertel von 16 Bits</translation>
    </message>
    <message>
        <source>Four bits in groups of 128, in AWQ&apos;s files. Scales are chosen by importance; activations do not rescale weights</source>
        <translation>Vier Bits in Gruppen zu 128, in Dateien von AWQ. Skalen werden nach Wichtigkeit gewählt; Aktivierungen skalieren die Gewichte nicht um</translation>
    </message>
    <message>
        <source>Four bits in groups of 128: small, and what vLLM runs fastest for few users</source>
        <translation>Vier Bits in Gruppen zu 128: klein, und was vLLM für wenige Nutzer am schnellsten rechnet</translation>
    </message>
    <message>
        <source>Four bits in groups of 32, in AWQ&apos;s files. Scales are chosen by importance; activations do not rescale weights</source>
        <translation>Vier Bits in Gruppen zu 32, in Dateien von AWQ. Skalen werden nach Wichtigkeit gewählt; Aktivierungen skalieren die Gewichte nicht um</translation>
    </message>
    <message>
        <source>Four bits in groups of 32: the smallest error of whole numbers of four bits</source>
        <translation>Vier Bits in Gruppen zu 32: der kleinste Fehler ganzer Zahlen von vier Bits</translation>
    </message>
    <message>
        <source>Four bits in groups of 64, in AWQ&apos;s files. Scales are chosen by importance; activations do not rescale weights</source>
        <translation>Vier Bits in Gruppen zu 64, in Dateien von AWQ. Skalen werden nach Wichtigkeit gewählt; Aktivierungen skalieren die Gewichte nicht um</translation>
    </message>
    <message>
        <source>Four bits in groups of 64: a smaller error for an eighth of a bit more</source>
        <translation>Vier Bits in Gruppen zu 64: ein kleinerer Fehler für ein achtel Bit mehr</translation>
    </message>
    <message>
        <source>Four codebooks: four bits a weight, for CPUs</source>
        <translation>Vier Codebücher: vier Bits pro Gewicht, für CPUs</translation>
    </message>
    <message>
        <source>Four-bit floating point in groups of 16 with a second scale, as Blackwell cards compute</source>
        <translation>Vier-Bit-Gleitkomma in Gruppen zu 16 mit einer zweiten Skala, wie Blackwell-Karten rechnen</translation>
    </message>
    <message>
        <source>Four-bit floating point in groups of 32 whose scales are powers of two</source>
        <translation>Vier-Bit-Gleitkomma in Gruppen zu 32, deren Skalen Zweierpotenzen sind</translation>
    </message>
    <message>
        <source>Group {} has {} bits and goes from word {} to {}; expected are a width of 8, 6, 5, 4, 3 or 2 and words for a multiple of {} input features.</source>
        <translation>Gruppe {} hat {} Bits und reicht von Wort {} bis {}; erwartet werden eine Breite von 8, 6, 5, 4, 3 oder 2 und Wörter für ein Vielfaches von {} Eingängen.</translation>
    </message>
    <message>
        <source>Group {} is wider than the one before; loaders want them from wide to narrow.</source>
        <translation>Gruppe {} ist breiter als die davor; Ladeprogramme wollen sie von breit nach schmal.</translation>
    </message>
    <message>
        <source>Input feature {} is said to stand at place {}; every place from 0 to {} has one.</source>
        <translation>Eingang {} soll an Stelle {} stehen; jede Stelle von 0 bis {} hat genau einen.</translation>
    </message>
    <message>
        <source>It has {} columns, no multiple of {}.</source>
        <translation>Sie hat {} Spalten, kein Vielfaches von {}.</translation>
    </message>
    <message>
        <source>It holds two numbers for every group.</source>
        <translation>Er enthält zwei Zahlen für jede Gruppe.</translation>
    </message>
    <message>
        <source>It says {} × {}.</source>
        <translation>Dort steht {} × {}.</translation>
    </message>
    <message>
        <source>Its vectors reach over {} rows; only those of one row are read.</source>
        <translation>Ihre Vektoren reichen über {} Zeilen; gelesen werden nur solche aus einer Zeile.</translation>
    </message>
    <message>
        <source>One codebook: one bit a weight, for experiments</source>
        <translation>Ein Codebuch: ein Bit pro Gewicht, für Versuche</translation>
    </message>
    <message>
        <source>Six bits: as good as the original for most uses</source>
        <translation>Sechs Bits: für die meisten Zwecke so gut wie das Original</translation>
    </message>
    <message>
        <source>The files of AWQ: four bits with a scale and a zero point for every group, which many programs on graphics cards load. Scales and zero points are searched for the least error, weighed by an importance matrix where there is one; the weights are not rescaled by activations, as AWQ&apos;s own tools do.</source>
        <translation>Die Dateien von AWQ: vier Bits mit einer Skala und einem Nullpunkt für jede Gruppe, die viele Programme auf Grafikkarten laden. Skalen und Nullpunkte werden auf den kleinsten Fehler hin gesucht, gewichtet durch eine Wichtigkeitsmatrix, wo es eine gibt; die Gewichte werden nicht durch Aktivierungen umskaliert, wie AWQs eigene Werkzeuge es tun.</translation>
    </message>
    <message>
        <source>The form in which vLLM takes most kinds of numbers: whole ones of four and eight bits, FP8, NVFP4 and MXFP4, also several of them in one folder. Scales are searched for the least error, weighed by an importance matrix where there is one.</source>
        <translation>Die Form, in der vLLM die meisten Arten von Zahlen nimmt: ganze von vier und acht Bits, FP8, NVFP4 und MXFP4, auch mehrere davon in einem Ordner. Skalen werden auf den kleinsten Fehler hin gesucht, gewichtet durch eine Wichtigkeitsmatrix, wo es eine gibt.</translation>
    </message>
    <message>
        <source>The scales of an MLX matrix do not fit it</source>
        <translation>Die Skalen einer MLX-Matrix passen nicht zu ihr</translation>
    </message>
    <message>
        <source>The scales of an MLX matrix have a strange type</source>
        <translation>Die Skalen einer MLX-Matrix haben einen fremden Typ</translation>
    </message>
    <message>
        <source>The tensor {} of a compressed-tensors layer is wrong</source>
        <translation>Der Tensor {} einer Schicht von compressed-tensors ist falsch</translation>
    </message>
    <message>
        <source>The tensor {} of an AQLM layer is wrong</source>
        <translation>Der Tensor {} einer AQLM-Schicht ist falsch</translation>
    </message>
    <message>
        <source>The tensor {} of an AWQ layer is wrong</source>
        <translation>Der Tensor {} einer AWQ-Schicht ist falsch</translation>
    </message>
    <message>
        <source>The tensor {} of an EXL2 layer is wrong</source>
        <translation>Der Tensor {} einer EXL2-Schicht ist falsch</translation>
    </message>
    <message>
        <source>The tensors of an AQLM layer make no sense</source>
        <translation>Die Tensoren einer AQLM-Schicht ergeben keinen Sinn</translation>
    </message>
    <message>
        <source>The tensors of an EXL2 layer make no sense</source>
        <translation>Die Tensoren einer EXL2-Schicht ergeben keinen Sinn</translation>
    </message>
    <message>
        <source>There are [{}] for [{}] weights, expected one, one a row, or one for every block of {} × {} (weight_block_size of config.json).</source>
        <translation>Es gibt [{}] für [{}] Gewichte; erwartet wird eine, eine je Zeile oder eine für jeden Block von {} × {} (weight_block_size in config.json).</translation>
    </message>
    <message>
        <source>There are [{}] for [{}] words, config.json says {} bits and groups of {}.</source>
        <translation>Es gibt [{}] für [{}] Wörter; config.json sagt {} Bits und Gruppen zu {}.</translation>
    </message>
    <message>
        <source>They stand in row {} (counted from 0). Keep this weight in 16 bits.</source>
        <translation>Sie stehen in Zeile {} (von 0 an gezählt). Lassen Sie dieses Gewicht in 16 Bits.</translation>
    </message>
    <message>
        <source>Three and a half bits</source>
        <translation>Dreieinhalb Bits</translation>
    </message>
    <message>
        <source>Three bits</source>
        <translation>Drei Bits</translation>
    </message>
    <message>
        <source>Three codebooks: three bits a weight, for CPUs</source>
        <translation>Drei Codebücher: drei Bits pro Gewicht, für CPUs</translation>
    </message>
    <message>
        <source>Two and a half bits: the smallest that is still of use</source>
        <translation>Zweieinhalb Bits: das kleinste, was noch brauchbar ist</translation>
    </message>
    <message>
        <source>Two codebooks of 256 vectors: two bits a weight, with fast programs for CPUs and GPUs</source>
        <translation>Zwei Codebücher von 256 Vektoren: zwei Bits pro Gewicht, mit schnellen Programmen für CPUs und GPUs</translation>
    </message>
    <message>
        <source>W4A16 and W8A16: weights of a row that share a scale; −1: all of a row; auto: as the preset says.</source>
        <translation>W4A16 und W8A16: Gewichte einer Zeile, die sich eine Skala teilen; −1: alle einer Zeile; auto: wie die Voreinstellung sagt.</translation>
    </message>
    <message>
        <source>W4A16: the zero point is the middle code. Without it every group has a zero point of its own, which lowers the error for an eighth of a bit or less.</source>
        <translation>W4A16: Der Nullpunkt ist der mittlere Code. Ohne das hat jede Gruppe einen eigenen Nullpunkt, was den Fehler für höchstens ein achtel Bit senkt.</translation>
    </message>
    <message>
        <source>Weights are too large for a scale in {}</source>
        <translation>Gewichte sind zu groß für eine Skala in {}</translation>
    </message>
    <message>
        <source>What all tensors of the layers&apos; matrices may have on average; the output matrix is not counted. 0: as the preset says. Codes of two bits and their scales need a little more than 2; below that every matrix gets the smallest setting.</source>
        <translation>Was alle Tensoren der Matrizen in den Schichten im Mittel haben dürfen; die Ausgabematrix zählt nicht mit. 0: wie die Voreinstellung sagt. Codes von zwei Bits und ihre Skalen brauchen etwas mehr als 2; darunter bekommt jede Matrix die kleinste Einstellung.</translation>
    </message>
    <message>
        <source>Whole numbers of eight bits; activations too, with a scale a token: for many users on cards without FP8. Outliers of activations are not smoothed</source>
        <translation>Ganze Zahlen von acht Bits; auch Aktivierungen, mit einer Skala je Token: für viele Nutzer auf Karten ohne FP8. Ausreißer der Aktivierungen werden nicht geglättet</translation>
    </message>
    <message>
        <source>config.json has a quantization_config of &quot;{}&quot;, but the weights are plain numbers: it was left aside</source>
        <translation>config.json hat eine quantization_config für „{}“, aber die Gewichte sind gewöhnliche Zahlen: Sie blieb außer Acht</translation>
    </message>
    <message>
        <source>it has more than {} input features, which loaders of EXL2 cannot count</source>
        <translation>sie hat mehr als {} Eingänge, was Ladeprogramme von EXL2 nicht zählen können</translation>
    </message>
    <message>
        <source>its {} input features are no multiple of {}</source>
        <translation>ihre {} Eingänge sind kein Vielfaches von {}</translation>
    </message>
    <message>
        <source>its {} input features are no multiple of {}, as many as a word holds</source>
        <translation>ihre {} Eingänge sind kein Vielfaches von {}, so vielen, wie ein Wort fasst</translation>
    </message>
    <message>
        <source>its {} input features do not make the groups of {}</source>
        <translation>ihre {} Eingänge ergeben nicht die Gruppen von {}</translation>
    </message>
    <message>
        <source>its {} output features are no multiple of {}</source>
        <translation>ihre {} Ausgänge sind kein Vielfaches von {}</translation>
    </message>
    <message>
        <source>its {} output features are no multiple of {}, as many as share a word</source>
        <translation>ihre {} Ausgänge sind kein Vielfaches von {}, so vielen, wie sich ein Wort teilen</translation>
    </message>
    <message>
        <source>loaders of AQLM files take the output matrix in 16 bits</source>
        <translation>Ladeprogramme von AQLM-Dateien nehmen die Ausgabematrix in 16 Bits</translation>
    </message>
    <message>
        <source>loaders of AWQ files take the output matrix in 16 bits</source>
        <translation>Ladeprogramme von AWQ-Dateien nehmen die Ausgabematrix in 16 Bits</translation>
    </message>
    <message>
        <source>loaders of compressed-tensors take the output matrix in 16 bits</source>
        <translation>Ladeprogramme von compressed-tensors nehmen die Ausgabematrix in 16 Bits</translation>
    </message>
    <message>
        <source>model.safetensors was opened and the files of {} were left aside, as other programs do it: if they are the model, open {}</source>
        <translation>model.safetensors wurde geöffnet, und die Dateien von {} blieben außer Acht, wie andere Programme es machen: Wenn sie das Modell sind, öffnen Sie {}</translation>
    </message>
    <message>
        <source>the file holds no tokenizer: programs can load what is made of it, but run no text</source>
        <translation>die Datei enthält keinen Tokenizer: Programme können laden, was daraus gemacht wird, aber keinen Text verarbeiten</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, transposed</source>
        <translation>das Modell hält sie als Conv1D, transponiert</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which loaders of AQLM files do not replace</source>
        <translation>das Modell hält sie als Conv1D, das Ladeprogramme von AQLM-Dateien nicht ersetzen</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which loaders of AWQ files do not replace</source>
        <translation>das Modell hält sie als Conv1D, das Ladeprogramme von AWQ-Dateien nicht ersetzen</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which loaders of compressed-tensors do not replace</source>
        <translation>das Modell hält sie als Conv1D, das Ladeprogramme von compressed-tensors nicht ersetzen</translation>
    </message>
    <message>
        <source>the weights are quantized by MLX (bits {}, group_size {}), which is not read in this mode: take the original model, or turn it back with mlx_lm.convert --dequantize</source>
        <translation>die Gewichte sind von MLX quantisiert (bits {}, group_size {}), was in dieser Form nicht gelesen wird: Nehmen Sie das ursprüngliche Modell, oder wandeln Sie es mit mlx_lm.convert --dequantize zurück</translation>
    </message>
    <message>
        <source>there is no tokenizer beside the weights (tokenizer.json, tokenizer.model): a GGUF file made of them can be loaded, but runs no text</source>
        <translation>bei den Gewichten liegt kein Tokenizer (tokenizer.json, tokenizer.model): Eine GGUF-Datei daraus lässt sich laden, verarbeitet aber keinen Text</translation>
    </message>
    <message>
        <source>this is Ollama&apos;s own form of MXFP4 (element type number {}), which no other program reads. Convert the model&apos;s original folder, or take a GGUF file made by llama.cpp</source>
        <translation>das ist Ollamas eigene Form von MXFP4 (Elementtyp Nummer {}), die kein anderes Programm liest. Wandeln Sie den ursprünglichen Ordner des Modells um, oder nehmen Sie eine GGUF-Datei von llama.cpp</translation>
    </message>
    <message>
        <source>this is a model in Mistral&apos;s own layout (params.json): take the folder that has a config.json</source>
        <translation>das ist ein Modell in Mistrals eigener Anordnung (params.json): Nehmen Sie den Ordner mit einer config.json</translation>
    </message>
    <message>
        <source>this is the image or audio part of a model (mmproj, projector &quot;{}&quot;): programs load it beside the model&apos;s own file, which is the one to convert</source>
        <translation>das ist der Bild- oder Audioteil eines Modells (mmproj, Projektor „{}“): Programme laden ihn neben der Datei des Modells selbst, und die ist umzuwandeln</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>{} and {} belong to one block, which ExLlamaV2 wants quantized as a whole or not at all</source>
        <translation>{} und {} gehören zu einem Block, den ExLlamaV2 ganz oder gar nicht quantisiert haben will</translation>
    </message>
    <message>
        <source>{} and {} stand in one plan; config.json says one for all layers</source>
        <translation>{} und {} stehen in einem Plan; config.json nennt eines für alle Schichten</translation>
    </message>
    <message>
        <source>{} has {} output features, no multiple of {}: blocks of {} would reach into a matrix that it is joined with</source>
        <translation>{} hat {} Ausgänge, kein Vielfaches von {}: Blöcke von {} reichten in eine Matrix hinein, mit der es verbunden wird</translation>
    </message>
    <message>
        <source>{} layers that predict further tokens (MTP) are left out of what is made of this model</source>
        <translation>{} Schichten, die weitere Tokens vorhersagen (MTP), fehlen in dem, was aus diesem Modell gemacht wird</translation>
    </message>
    <message>
        <source>{} words for {} input features are no width of codes.</source>
        <translation>{} Wörter für {} Eingänge ergeben keine Breite von Codes.</translation>
    </message>
    <message>
        <source>{}, and some of its weights are packed into whole numbers in a way that is not known</source>
        <translation>{}, und einige seiner Gewichte sind auf unbekannte Weise in ganze Zahlen gepackt</translation>
    </message>
    <message>
        <source>{}, and {}</source>
        <translation>{}, und {}</translation>
    </message>
    <message>
        <source>{}, so no GGUF file can be made of it. What its weights are for was guessed from their names, which is enough for folders of other formats (bitsandbytes, HQQ, FBGEMM, GPTQ)</source>
        <translation>{}, also lässt sich daraus keine GGUF-Datei machen. Wozu seine Gewichte dienen, wurde aus ihren Namen geraten, was für Ordner anderer Formate genügt (bitsandbytes, HQQ, FBGEMM, GPTQ)</translation>
    </message>
    <message>
        <source>A stack in MXFP4 is too large</source>
        <translation>Ein Stapel in MXFP4 ist zu groß</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>CPU only</source>
        <translation>Nur CPU</translation>
    </message>
    <message>
        <source>CPU only, {} of main memory free</source>
        <translation>Nur CPU, {} Arbeitsspeicher frei</translation>
    </message>
    <message>
        <source>Codes and scales of a stack in MXFP4 do not fit together</source>
        <translation>Codes und Skalen eines Stapels in MXFP4 passen nicht zusammen</translation>
    </message>
    <message>
        <source>Codes without error feedback are an option of conversions that are calibrated. Give a text or the statistics of one.</source>
        <translation>Codes ohne Fehlerrückführung sind eine Option kalibrierter Umwandlungen. Geben Sie einen Text oder die Statistik eines Textes an.</translation>
    </message>
    <message>
        <source>Error feedback</source>
        <translation>Fehlerrückführung</translation>
    </message>
    <message>
        <source>Every SpQR layer has one.</source>
        <translation>Jede SpQR-Schicht hat einen.</translation>
    </message>
    <message>
        <source>Four weights in a hundred almost exactly: the smallest error, five bits a weight</source>
        <translation>Vier von hundert Gewichten fast genau: der kleinste Fehler, fünf Bit je Gewicht</translation>
    </message>
    <message>
        <source>How much of the difficulty moves from activations into weights. auto: searched for each place where it can be moved, on the text that is run; a number: behind norms only, as SmoothQuant&apos;s own tools do it.</source>
        <translation>Wie viel der Schwierigkeit von den Aktivierungen in die Gewichte wandert. auto: für jede Stelle, an der das geht, auf dem durchlaufenen Text gesucht; eine Zahl: nur hinter Normen, wie es SmoothQuants eigene Werkzeuge tun.</translation>
    </message>
    <message>
        <source>Input features are scaled by what activations are. Give a text or the statistics of one.</source>
        <translation>Eingangsmerkmale werden nach den Aktivierungen skaliert. Geben Sie einen Text oder die Statistik eines Textes an.</translation>
    </message>
    <message>
        <source>It is too short or too long.</source>
        <translation>Er ist zu kurz oder zu lang.</translation>
    </message>
    <message>
        <source>Its {} words make no matrix with {} offsets of outliers and an order of {} input features.</source>
        <translation>Seine {} Wörter ergeben keine Matrix mit {} Anfängen von Ausreißern und einer Reihenfolge von {} Eingangsmerkmalen.</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Look at weights, too</source>
        <translation>Auch die Gewichte ansehen</translation>
    </message>
    <message>
        <source>No weights beside the codes: four bits a weight, scales included</source>
        <translation>Keine Gewichte neben den Codes: vier Bit je Gewicht samt Skalen</translation>
    </message>
    <message>
        <source>Number {} is {}; expected are numbers from 0 to {} in ascending order.</source>
        <translation>Zahl {} ist {}; erwartet werden Zahlen von 0 bis {} in aufsteigender Folge.</translation>
    </message>
    <message>
        <source>One weight in two hundred almost exactly</source>
        <translation>Ein Gewicht von zweihundert fast genau</translation>
    </message>
    <message>
        <source>Outlier {} is said to stand at place {} of {} input features.</source>
        <translation>Ausreißer {} soll an Stelle {} von {} Eingangsmerkmalen stehen.</translation>
    </message>
    <message>
        <source>Place {} has input feature {}; every one from 0 to {} has one place.</source>
        <translation>Stelle {} hat Eingangsmerkmal {}; jedes von 0 bis {} hat genau eine Stelle.</translation>
    </message>
    <message>
        <source>Scale input features</source>
        <translation>Eingangsmerkmale skalieren</translation>
    </message>
    <message>
        <source>Strength of smoothing</source>
        <translation>Stärke der Glättung</translation>
    </message>
    <message>
        <source>The search for these scales also counts how large the weights of a feature are.</source>
        <translation>Die Suche nach diesen Skalen berücksichtigt auch, wie groß die Gewichte eines Merkmals sind.</translation>
    </message>
    <message>
        <source>The tensor _blocks is not possible</source>
        <translation>Der Tensor _blocks ist so nicht möglich</translation>
    </message>
    <message>
        <source>The tensor {} of a SpQR layer is wrong</source>
        <translation>Der Tensor {} einer SpQR-Schicht ist falsch</translation>
    </message>
    <message>
        <source>The tensors of a SpQR layer make no sense</source>
        <translation>Die Tensoren einer SpQR-Schicht passen nicht zusammen</translation>
    </message>
    <message>
        <source>There are [{}] codes and [{}] scales.</source>
        <translation>Es gibt [{}] Codes und [{}] Skalen.</translation>
    </message>
    <message>
        <source>This conversion needs a text that is run through the model</source>
        <translation>Diese Umwandlung braucht einen Text, der durch das Modell läuft</translation>
    </message>
    <message>
        <source>This form of SpQR is not read</source>
        <translation>Diese Form von SpQR wird nicht gelesen</translation>
    </message>
    <message>
        <source>Three bits a weight with scales that are quantized themselves, and the few weights that this would hurt most stored exactly. Near the original at a little over four bits, on NVIDIA cards only.</source>
        <translation>Drei Bit je Gewicht mit Skalen, die selbst quantisiert sind, und die wenigen Gewichte, denen das am meisten schaden würde, genau daneben. Nahe am Original bei gut vier Bit, nur auf NVIDIA-Karten.</translation>
    </message>
    <message>
        <source>Three bits, and one weight in a hundred almost exactly, as the authors take it</source>
        <translation>Drei Bit und ein Gewicht von hundert fast genau, wie es die Autoren nehmen</translation>
    </message>
    <message>
        <source>Two weights in a hundred almost exactly</source>
        <translation>Zwei von hundert Gewichten fast genau</translation>
    </message>
    <message>
        <source>Weights and activations of eight bits for cards that multiply whole numbers. A text is run through the model, and what makes activations hard to round is moved into the weights first.</source>
        <translation>Gewichte und Aktivierungen mit acht Bit für Karten, die ganze Zahlen multiplizieren. Ein Text läuft durch das Modell, und was Aktivierungen schwer zu runden macht, wandert vorher in die Gewichte.</translation>
    </message>
    <message>
        <source>Weights of eight bits with a scale a row, activations with a scale a token, outliers of activations smoothed</source>
        <translation>Gewichte mit acht Bit und einer Skala je Zeile, Aktivierungen mit einer Skala je Token, Ausreißer der Aktivierungen geglättet</translation>
    </message>
    <message>
        <source>Where a text is run through the model: codes make up for the errors of those before them. Without it each weight gets its nearest code, as AWQ&apos;s own tools do it.</source>
        <translation>Wo ein Text durch das Modell läuft: Codes gleichen die Fehler der vorigen aus. Ohne das bekommt jedes Gewicht den nächsten Code, wie es AWQs eigene Werkzeuge tun.</translation>
    </message>
    <message>
        <source>Where a text is run through the model: input features are scaled by what activations are, as AWQ does it, before codes are chosen.</source>
        <translation>Wo ein Text durch das Modell läuft: Eingangsmerkmale werden vor der Wahl der Codes nach den Aktivierungen skaliert, wie es AWQ tut.</translation>
    </message>
    <message>
        <source>about {:.0Lf} tokens/s</source>
        <translation>etwa {:.0Lf} Token/s</translation>
    </message>
    <message>
        <source>about {:.1Lf} tokens/s</source>
        <translation>etwa {:.1Lf} Token/s</translation>
    </message>
    <message>
        <source>all in main memory</source>
        <translation>alles im Arbeitsspeicher</translation>
    </message>
    <message>
        <source>all {} tensors as planned = {} bytes</source>
        <translation>alle {} Tensoren wie geplant = {} Bytes</translation>
    </message>
    <message>
        <source>at an unknown speed</source>
        <translation>mit unbekannter Geschwindigkeit</translation>
    </message>
    <message>
        <source>config.json says {} {}; only {} is known.</source>
        <translation>config.json sagt {} {}; bekannt ist nur {}.</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>passt nicht</translation>
    </message>
    <message>
        <source>experts of {} of {} layers in main memory</source>
        <translation>Experten von {} der {} Schichten im Arbeitsspeicher</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>passt</translation>
    </message>
    <message>
        <source>fits tightly</source>
        <translation>passt knapp</translation>
    </message>
    <message>
        <source>heads of keys have {} elements, heads of values {}: a {} model has as many</source>
        <translation>Köpfe der Schlüssel haben {} Elemente, Köpfe der Werte {}: ein {}-Modell hat gleich viele</translation>
    </message>
    <message>
        <source>it has a bias, which loaders of SpQR files would leave out</source>
        <translation>sie hat einen Bias, den Lader von SpQR-Dateien weglassen würden</translation>
    </message>
    <message>
        <source>it has more than {} input features, which loaders of SpQR have no room for</source>
        <translation>sie hat mehr als {} Eingangsmerkmale, für die Lader von SpQR keinen Platz haben</translation>
    </message>
    <message>
        <source>llama.cpp does not load this format</source>
        <translation>llama.cpp lädt dieses Format nicht</translation>
    </message>
    <message>
        <source>loaders of SpQR files take the output matrix in 16 bits</source>
        <translation>Lader von SpQR-Dateien nehmen die Ausgabematrix in 16 Bit</translation>
    </message>
    <message>
        <source>no loss</source>
        <translation>kein Verlust</translation>
    </message>
    <message>
        <source>no preset can be used for this model</source>
        <translation>für dieses Modell eignet sich keine Voreinstellung</translation>
    </message>
    <message>
        <source>none: no driver stands between the program and main memory</source>
        <translation>keine: zwischen Programm und Arbeitsspeicher steht kein Treiber</translation>
    </message>
    <message>
        <source>nothing fits on the card as a whole, and how much main memory there is is not known</source>
        <translation>nichts passt ganz auf die Karte, und wie viel Arbeitsspeicher es gibt, ist nicht bekannt</translation>
    </message>
    <message>
        <source>nothing fits: even {} has {} in its file</source>
        <translation>nichts passt: schon die Datei von {} hat {}</translation>
    </message>
    <message>
        <source>nothing reaches {:Lg} tokens/s</source>
        <translation>nichts erreicht {:Lg} Token/s</translation>
    </message>
    <message>
        <source>only {} is smoothed</source>
        <translation>nur {} wird geglättet</translation>
    </message>
    <message>
        <source>predicted loss {:.2Lg}</source>
        <translation>vorhergesagter Verlust {:.2Lg}</translation>
    </message>
    <message>
        <source>the model keeps it as a Conv1D, which loaders of SpQR files do not replace</source>
        <translation>das Modell hat sie als Conv1D, das Lader von SpQR-Dateien nicht ersetzen</translation>
    </message>
    <message>
        <source>the system does not say how much main memory it has</source>
        <translation>das System sagt nicht, wie viel Arbeitsspeicher es hat</translation>
    </message>
    <message>
        <source>there is a card of NVIDIA, and NVIDIA&apos;s driver is missing or does not answer</source>
        <translation>es gibt eine Karte von NVIDIA, doch NVIDIAs Treiber fehlt oder antwortet nicht</translation>
    </message>
    <message>
        <source>unknown: the bandwidth of main memory is not known</source>
        <translation>unbekannt: die Bandbreite des Arbeitsspeichers ist nicht bekannt</translation>
    </message>
    <message>
        <source>unknown: the bandwidth of {} is not known</source>
        <translation>unbekannt: die Bandbreite von {} ist nicht bekannt</translation>
    </message>
    <message>
        <source>what it needs is unknown: {}</source>
        <translation>was gebraucht wird, ist unbekannt: {}</translation>
    </message>
    <message>
        <source>whole on the card</source>
        <translation>ganz auf der Karte</translation>
    </message>
    <message>
        <source>whole, on {} cards</source>
        <translation>ganz, auf {} Karten</translation>
    </message>
    <message>
        <source>{:Lg} to {:Lg} × {:.2Lf} GB ÷ {:.1Lf} GB/s of main memory{} = {:.1Lf} to {:.1Lf} ms a token</source>
        <translation>{:Lg} bis {:Lg} × {:.2Lf} GB ÷ {:.1Lf} GB/s des Arbeitsspeichers{} = {:.1Lf} bis {:.1Lf} ms je Token</translation>
    </message>
    <message>
        <source>{} could not be asked</source>
        <translation>{} ließ sich nicht befragen</translation>
    </message>
    <message>
        <source>{} could not be started (code {})</source>
        <translation>{} ließ sich nicht starten (Code {})</translation>
    </message>
    <message>
        <source>{} crashed when it was asked</source>
        <translation>{} ist beim Befragen abgestürzt</translation>
    </message>
    <message>
        <source>{} did not answer within {:Lg} s</source>
        <translation>{} hat in {:Lg} s nicht geantwortet</translation>
    </message>
    <message>
        <source>{} heads of values do not divide into {} heads of keys</source>
        <translation>{} Köpfe von Werten lassen sich nicht auf {} Köpfe von Schlüsseln verteilen</translation>
    </message>
    <message>
        <source>{} holds no blocks of {}</source>
        <translation>{} enthält keine Blöcke von {}</translation>
    </message>
    <message>
        <source>{} of {} layers on the card</source>
        <translation>{} von {} Schichten auf der Karte</translation>
    </message>
    <message>
        <source>{} of {} layers on the card, without experts</source>
        <translation>{} von {} Schichten auf der Karte, ohne Experten</translation>
    </message>
    <message>
        <source>{} would be scaled, which its type does not allow.</source>
        <translation>{} würde skaliert, was der Typ nicht zulässt.</translation>
    </message>
    <message>
        <source>{}, {} free</source>
        <translation>{}, {} frei</translation>
    </message>
    <message>
        <source>{}: the driver does not say how much memory it has</source>
        <translation>{}: der Treiber sagt nicht, wie viel Speicher sie hat</translation>
    </message>
    <message>
        <source>{}: {} with {} tokens of context (KV cache {}), {}, {}, {}</source>
        <translation>{}: {} mit {} Token Kontext (KV-Cache {}), {}, {}, {}</translation>
    </message>
    <message>
        <source>Effort</source>
        <translation>Aufwand</translation>
    </message>
    <message>
        <source>How long codebooks and codes are looked for. Of the time of normal, fast takes about half and high two and a half times; its result is only a little better.</source>
        <translation>Wie lange nach Codebüchern und Codes gesucht wird. Schnell braucht etwa die Hälfte der Zeit von normal, hoch das Zweieinhalbfache; dessen Ergebnis ist nur wenig besser.</translation>
    </message>
    <message>
        <source>One codebook of 65 536 vectors, a megabyte a matrix: two bits a weight for large models on GPUs</source>
        <translation>Ein Codebuch mit 65 536 Vektoren, ein Megabyte pro Matrix: zwei Bits pro Gewicht für große Modelle auf GPUs</translation>
    </message>
    <message>
        <source>Adapters of convolutions cannot be merged here. Merge it with PEFT.</source>
        <translation>Adapter von Faltungen lassen sich hier nicht einrechnen. Mit PEFT einrechnen.</translation>
    </message>
    <message>
        <source>An adapter GGUF cannot hold DoRA</source>
        <translation>Eine Adapter-GGUF-Datei kann DoRA nicht enthalten</translation>
    </message>
    <message>
        <source>An adapter GGUF cannot hold the bias of {}</source>
        <translation>Eine Adapter-GGUF-Datei kann den Bias von {} nicht enthalten</translation>
    </message>
    <message>
        <source>An adapter GGUF cannot hold {}, which was trained as a whole</source>
        <translation>Eine Adapter-GGUF-Datei kann {} nicht enthalten, das als Ganzes trainiert wurde</translation>
    </message>
    <message>
        <source>An adapter GGUF cannot say that alpha is 0</source>
        <translation>Eine Adapter-GGUF-Datei kann nicht sagen, dass alpha 0 ist</translation>
    </message>
    <message>
        <source>An adapter cannot be merged into a GGUF file</source>
        <translation>Ein Adapter lässt sich nicht in eine GGUF-Datei einrechnen</translation>
    </message>
    <message>
        <source>An adapter is merged into F32, F16 or BF16 weights.</source>
        <translation>Ein Adapter wird in Gewichte in F32, F16 oder BF16 eingerechnet.</translation>
    </message>
    <message>
        <source>An adapter is merged into the original weights. Take the base in BF16 or F16, and quantize the result.</source>
        <translation>Ein Adapter wird in die ursprünglichen Gewichte eingerechnet. Die Basis in BF16 oder F16 nehmen und das Ergebnis quantisieren.</translation>
    </message>
    <message>
        <source>Expected a config.json beside the weights.</source>
        <translation>Erwartet wird eine config.json neben den Gewichten.</translation>
    </message>
    <message>
        <source>Expected a folder with {} and the adapter&apos;s weights.</source>
        <translation>Erwartet wird ein Ordner mit {} und den Gewichten des Adapters.</translation>
    </message>
    <message>
        <source>Expected an adapter in F32, F16 or BF16.</source>
        <translation>Erwartet wird ein Adapter in F32, F16 oder BF16.</translation>
    </message>
    <message>
        <source>Expected an object of patterns and numbers.</source>
        <translation>Erwartet wird ein Objekt aus Mustern und Zahlen.</translation>
    </message>
    <message>
        <source>Expected either those of an embedding or those of a linear layer.</source>
        <translation>Erwartet werden entweder die eines Embeddings oder die einer linearen Schicht.</translation>
    </message>
    <message>
        <source>Expected names like …q_proj.lora_A.weight.</source>
        <translation>Erwartet werden Namen wie …q_proj.lora_A.weight.</translation>
    </message>
    <message>
        <source>Expected names that end in .lora_A.weight, .lora_B.weight or the like. Merge it with PEFT.</source>
        <translation>Erwartet werden Namen, die auf .lora_A.weight, .lora_B.weight oder Ähnliches enden. Mit PEFT einrechnen.</translation>
    </message>
    <message>
        <source>Expected one adapter in the file; save each one into a folder of its own.</source>
        <translation>Erwartet wird ein Adapter in der Datei; jeden in einem eigenen Ordner speichern.</translation>
    </message>
    <message>
        <source>Expected {} or {} beside {}.</source>
        <translation>Erwartet wird {} oder {} neben {}.</translation>
    </message>
    <message>
        <source>FP4, a scale for {} features</source>
        <translation>FP4, eine Skala für {} Merkmale</translation>
    </message>
    <message>
        <source>Give the Hugging Face folder of the base, and convert the result.</source>
        <translation>Den Hugging-Face-Ordner der Basis angeben und das Ergebnis konvertieren.</translation>
    </message>
    <message>
        <source>It belongs to another base.</source>
        <translation>Er gehört zu einer anderen Basis.</translation>
    </message>
    <message>
        <source>It has other tensors of this module. Save or download the adapter anew.</source>
        <translation>Er hat andere Tensoren dieses Moduls. Den Adapter neu speichern oder herunterladen.</translation>
    </message>
    <message>
        <source>It is damaged, or its training failed. Nothing was kept.</source>
        <translation>Er ist beschädigt, oder sein Training ist misslungen. Nichts wurde behalten.</translation>
    </message>
    <message>
        <source>It is {}; expected a number.</source>
        <translation>Es ist {}; erwartet wird eine Zahl.</translation>
    </message>
    <message>
        <source>It is {}; expected a whole number from 1 to {}.</source>
        <translation>Es ist {}; erwartet wird eine ganze Zahl von 1 bis {}.</translation>
    </message>
    <message>
        <source>It is {}; expected true or false.</source>
        <translation>Es ist {}; erwartet wird true oder false.</translation>
    </message>
    <message>
        <source>Its output matrix is its token embedding; store the base with a matrix of its own (tie_word_embeddings false).</source>
        <translation>Ihre Ausgabematrix ist ihr Token-Embedding; die Basis mit einer eigenen Matrix speichern (tie_word_embeddings false).</translation>
    </message>
    <message>
        <source>Its training took a part away from the base first. Save it again with PEFT&apos;s path_initial_model_for_weight_conversion, which makes it an adapter of the base itself.</source>
        <translation>Sein Training hat der Basis zuerst einen Teil genommen. Mit PEFTs path_initial_model_for_weight_conversion neu speichern; dann ist er ein Adapter der Basis selbst.</translation>
    </message>
    <message>
        <source>Merge the adapter into its base with merge-lora, and convert the result.</source>
        <translation>Den Adapter mit merge-lora in seine Basis einrechnen und das Ergebnis konvertieren.</translation>
    </message>
    <message>
        <source>Merging</source>
        <translation>Einrechnen</translation>
    </message>
    <message>
        <source>Only LoRA adapters can be merged here, in the forms LoRA, rsLoRA and DoRA. Merge it with PEFT.</source>
        <translation>Nur LoRA-Adapter lassen sich hier einrechnen, in den Formen LoRA, rsLoRA und DoRA. Mit PEFT einrechnen.</translation>
    </message>
    <message>
        <source>The GGUF form of the base has no {}</source>
        <translation>Die GGUF-Form der Basis hat kein {}</translation>
    </message>
    <message>
        <source>The adapter has a magnitude for {}</source>
        <translation>Der Adapter hat einen Betrag für {}</translation>
    </message>
    <message>
        <source>The adapter has matrices of two kinds for {}</source>
        <translation>Der Adapter hat Matrizen zweier Arten für {}</translation>
    </message>
    <message>
        <source>The adapter holds no tensors</source>
        <translation>Der Adapter enthält keine Tensoren</translation>
    </message>
    <message>
        <source>The adapter holds {} a second time</source>
        <translation>Der Adapter enthält {} ein zweites Mal</translation>
    </message>
    <message>
        <source>The adapter is of another base, or the base is needed in BF16 or F32. Nothing was kept.</source>
        <translation>Der Adapter gehört zu einer anderen Basis, oder die Basis wird in BF16 oder F32 gebraucht. Nichts wurde behalten.</translation>
    </message>
    <message>
        <source>The adapter lacks {}{}</source>
        <translation>Dem Adapter fehlt {}{}</translation>
    </message>
    <message>
        <source>The adapter says that it belongs to {}.</source>
        <translation>Der Adapter sagt, dass er zu {} gehört.</translation>
    </message>
    <message>
        <source>The adapter&apos;s part for {} has rank {}</source>
        <translation>Der Teil des Adapters für {} hat den Rang {}</translation>
    </message>
    <message>
        <source>The adapter&apos;s part for {} is for {} values, the base has {}</source>
        <translation>Der Teil des Adapters für {} ist für {} Werte, die Basis hat {}</translation>
    </message>
    <message>
        <source>The adapter&apos;s part for {} is no pair of matrices</source>
        <translation>Der Teil des Adapters für {} ist kein Paar von Matrizen</translation>
    </message>
    <message>
        <source>The adapter&apos;s tensor {} is of an unknown form</source>
        <translation>Der Tensor {} des Adapters hat eine unbekannte Form</translation>
    </message>
    <message>
        <source>The adapter&apos;s {} cannot be used</source>
        <translation>{} des Adapters ist nicht verwendbar</translation>
    </message>
    <message>
        <source>The base has no form in GGUF: {}</source>
        <translation>Die Basis hat keine Form in GGUF: {}</translation>
    </message>
    <message>
        <source>The base has no {}, which the adapter changes</source>
        <translation>Die Basis hat kein {}, das der Adapter ändert</translation>
    </message>
    <message>
        <source>The base is quantized ({})</source>
        <translation>Die Basis ist quantisiert ({})</translation>
    </message>
    <message>
        <source>The merged values of {} do not fit into {}</source>
        <translation>Die eingerechneten Werte von {} passen nicht in {}</translation>
    </message>
    <message>
        <source>The names in an adapter GGUF are those of the base&apos;s GGUF. Merge the adapter with merge-lora.</source>
        <translation>Die Namen in einer Adapter-GGUF-Datei sind die der GGUF-Datei der Basis. Den Adapter mit merge-lora einrechnen.</translation>
    </message>
    <message>
        <source>This adapter belongs to changed weights (init_lora_weights is {})</source>
        <translation>Dieser Adapter gehört zu veränderten Gewichten (init_lora_weights ist {})</translation>
    </message>
    <message>
        <source>This adapter is of the kind {}, not LoRA</source>
        <translation>Dieser Adapter ist von der Art {}, nicht LoRA</translation>
    </message>
    <message>
        <source>This folder holds no adapter&apos;s weights</source>
        <translation>Dieser Ordner enthält keine Gewichte eines Adapters</translation>
    </message>
    <message>
        <source>This form of LoRA cannot be merged here ({})</source>
        <translation>Diese Form von LoRA lässt sich hier nicht einrechnen ({})</translation>
    </message>
    <message>
        <source>This is no Hugging Face folder of a base model</source>
        <translation>Dies ist kein Hugging-Face-Ordner eines Basismodells</translation>
    </message>
    <message>
        <source>This is no LoRA adapter of PEFT</source>
        <translation>Dies ist kein LoRA-Adapter von PEFT</translation>
    </message>
    <message>
        <source>Two parts of the adapter are for {}</source>
        <translation>Zwei Teile des Adapters sind für {}</translation>
    </message>
    <message>
        <source>What it adds to the base is no sum of plain LoRA, rsLoRA or DoRA. Merge it with PEFT.</source>
        <translation>Was er zur Basis hinzufügt, ist keine Summe aus LoRA, rsLoRA oder DoRA. Mit PEFT einrechnen.</translation>
    </message>
    <message>
        <source>What the adapter does to {} has no form in an adapter GGUF</source>
        <translation>Was der Adapter mit {} tut, hat in einer Adapter-GGUF-Datei keine Form</translation>
    </message>
    <message>
        <source>in a way that is not known here, so they were left as they are</source>
        <translation>auf eine Weise, die hier nicht bekannt ist, daher blieben sie, wie sie sind</translation>
    </message>
    <message>
        <source>this is an adapter (LoRA) for {}: llama.cpp loads it beside that model</source>
        <translation>dies ist ein Adapter (LoRA) für {}: llama.cpp lädt ihn neben diesem Modell</translation>
    </message>
    <message>
        <source>this is an adapter (LoRA) for {}: merge it into that model first (quantlathe-cli merge-lora)</source>
        <translation>dies ist ein Adapter (LoRA) für {}: zuerst in dieses Modell einrechnen (quantlathe-cli merge-lora)</translation>
    </message>
    <message>
        <source>this is an adapter (LoRA), which holds no model of its own: llama.cpp loads it beside its base</source>
        <translation>dies ist ein Adapter (LoRA), der selbst kein Modell enthält: llama.cpp lädt ihn neben seiner Basis</translation>
    </message>
    <message>
        <source>this is an adapter (LoRA), which holds no model of its own: merge it into its base first (quantlathe-cli merge-lora)</source>
        <translation>dies ist ein Adapter (LoRA), der selbst kein Modell enthält: zuerst in seine Basis einrechnen (quantlathe-cli merge-lora)</translation>
    </message>
    <message>
        <source>{} holds values that are no numbers</source>
        <translation>{} enthält Werte, die keine Zahlen sind</translation>
    </message>
    <message>
        <source>{} is stored as {}</source>
        <translation>{} ist als {} gespeichert</translation>
    </message>
    <message>
        <source>{} says that it does not use DoRA (use_dora). One of the two is of another adapter.</source>
        <translation>{} sagt, dass er DoRA nicht verwendet (use_dora). Eines von beiden gehört zu einem anderen Adapter.</translation>
    </message>
    <message>
        <source>{} says {}. One of the two is of another adapter.</source>
        <translation>{} sagt {}. Eines von beiden gehört zu einem anderen Adapter.</translation>
    </message>
    <message>
        <source>{}, a scale a token</source>
        <translation>{}, eine Skala pro Token</translation>
    </message>
    <message>
        <source>{}, a scale for {} features</source>
        <translation>{}, eine Skala für {} Merkmale</translation>
    </message>
    <message>
        <source>{}, a stored scale</source>
        <translation>{}, eine gespeicherte Skala</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>Karten</translation>
    </message>
    <message>
        <source>Engines take all linear layers of the model in eight bits, but for the output matrix.</source>
        <translation>Engines nehmen alle linearen Schichten des Modells in acht Bit, bis auf die Ausgabematrix.</translation>
    </message>
    <message>
        <source>For {} cards it is {}, and so are all linear layers of the model.</source>
        <translation>Für {} Karten ist sie {}, ebenso alle linearen Schichten des Modells.</translation>
    </message>
    <message>
        <source>Only TensorRT-LLM&apos;s has a file for each card: {}=tensorrt-llm.</source>
        <translation>Nur die von TensorRT-LLM hat eine Datei je Karte: {}=tensorrt-llm.</translation>
    </message>
    <message>
        <source>TensorRT-LLM takes the output matrix as it is</source>
        <translation>TensorRT-LLM nimmt die Ausgabematrix, wie sie ist</translation>
    </message>
    <message>
        <source>The form on disk: that of compressed-tensors, or the checkpoint that TensorRT-LLM builds engines of (Llama and Mistral; TensorRT-LLM is about to give it up).</source>
        <translation>Die Form auf der Platte: die von compressed-tensors oder der Checkpoint, aus dem TensorRT-LLM Engines baut (Llama und Mistral; TensorRT-LLM wird ihn bald aufgeben).</translation>
    </message>
    <message>
        <source>This model cannot become a checkpoint of TensorRT-LLM</source>
        <translation>Aus diesem Modell kann kein Checkpoint für TensorRT-LLM werden</translation>
    </message>
    <message>
        <source>To so many cards TensorRT-LLM shares out each matrix; its layout has a file for each of them.</source>
        <translation>Auf so viele Karten verteilt TensorRT-LLM jede Matrix; sein Layout hat eine Datei für jede.</translation>
    </message>
    <message>
        <source>all of its weights must have one type, F16, BF16 or F32; {} is {}</source>
        <translation>alle seine Gewichte müssen einen Typ haben, F16, BF16 oder F32; {} ist {}</translation>
    </message>
    <message>
        <source>heads of keys and values</source>
        <translation>Köpfe von Schlüsseln und Werten</translation>
    </message>
    <message>
        <source>heads of queries</source>
        <translation>Köpfe von Abfragen</translation>
    </message>
    <message>
        <source>how it names rotary embeddings with scaling ({}) is not known</source>
        <translation>wie es skalierte Rotary Embeddings ({}) benennt, ist nicht bekannt</translation>
    </message>
    <message>
        <source>inner features</source>
        <translation>innere Merkmale</translation>
    </message>
    <message>
        <source>it has no word for a sliding window</source>
        <translation>es hat kein Wort für ein gleitendes Fenster</translation>
    </message>
    <message>
        <source>its layers differ in size</source>
        <translation>seine Schichten sind verschieden groß</translation>
    </message>
    <message>
        <source>its layout is known for Llama and Mistral models only, this is {}</source>
        <translation>sein Layout ist nur für Llama- und Mistral-Modelle bekannt, dies ist {}</translation>
    </message>
    <message>
        <source>only models with SiLU are known in it</source>
        <translation>nur Modelle mit SiLU sind darin bekannt</translation>
    </message>
    <message>
        <source>there is no place in it for {}</source>
        <translation>darin ist kein Platz für {}</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>{} belongs to another layout</source>
        <translation>{} gehört zu einem anderen Layout</translation>
    </message>
    <message>
        <source>{} cannot be {} in this layout</source>
        <translation>{} kann in diesem Layout nicht {} sein</translation>
    </message>
    <message>
        <source>{} cannot stay as it is in this layout</source>
        <translation>{} kann in diesem Layout nicht bleiben, wie es ist</translation>
    </message>
    <message>
        <source>{} is no linear layer of its own</source>
        <translation>{} ist keine eigene lineare Schicht</translation>
    </message>
    <message>
        <source>{} {} cannot be shared out to {} cards</source>
        <translation>{} {} lassen sich nicht auf {} Karten verteilen</translation>
    </message>
    <message>
        <source>16 halves the bits of every preset: two codebooks of 256 vectors then take one bit a weight. The fast programs of the package aqlm for graphics cards know 16 with one codebook of 65 536 vectors only.</source>
        <translation>16 halbiert die Bits jeder Voreinstellung: Zwei Codebücher mit 256 Vektoren brauchen dann ein Bit je Gewicht. Die schnellen Programme des Pakets aqlm für Grafikkarten kennen 16 nur mit einem Codebuch von 65 536 Vektoren.</translation>
    </message>
    <message>
        <source>A setting of this measurement is not known here</source>
        <translation>Eine Einstellung dieser Messung ist hier nicht bekannt</translation>
    </message>
    <message>
        <source>Eight or sixteen weights at a time as a sum of vectors that are learned for each matrix: better than rounding at two bits a weight, and much slower to make. A text that is run through the model helps a good deal.</source>
        <translation>Acht oder sechzehn Gewichte auf einmal als Summe von Vektoren, die für jede Matrix gelernt werden: besser als Runden bei zwei Bit je Gewicht, und viel langsamer herzustellen. Ein Text, der durch das Modell läuft, hilft viel.</translation>
    </message>
    <message>
        <source>ExLlamaV2&apos;s measurements do not fit this model</source>
        <translation>Die Messungen von ExLlamaV2 passen nicht zu diesem Modell</translation>
    </message>
    <message>
        <source>Four-bit floating point in groups of 16, activations too: what Blackwell cards multiply. Needs a text for the scales of activations</source>
        <translation>Gleitkomma mit vier Bit in Gruppen von 16, auch die Aktivierungen: was Blackwell-Karten multiplizieren. Braucht einen Text für die Skalen der Aktivierungen</translation>
    </message>
    <message>
        <source>Gate and up of its feed-forward networks are one matrix.</source>
        <translation>Gate und Up seiner Feed-Forward-Netze sind eine Matrix.</translation>
    </message>
    <message>
        <source>It has no {}.</source>
        <translation>{} fehlt ihm.</translation>
    </message>
    <message>
        <source>It has {}, which the model has not.</source>
        <translation>Es hat {}, was das Modell nicht hat.</translation>
    </message>
    <message>
        <source>Its attention and its feed-forward network work side by side.</source>
        <translation>Seine Attention und sein Feed-Forward-Netz arbeiten nebeneinander.</translation>
    </message>
    <message>
        <source>Measuring the settings of every block</source>
        <translation>Einstellungen jedes Blocks werden gemessen</translation>
    </message>
    <message>
        <source>The settings of EXL2 cannot be measured on this model</source>
        <translation>Die Einstellungen von EXL2 lassen sich an diesem Modell nicht messen</translation>
    </message>
    <message>
        <source>There are: {}.</source>
        <translation>Es gibt: {}.</translation>
    </message>
    <message>
        <source>There is no instruction set {} here</source>
        <translation>Den Befehlssatz {} gibt es hier nicht</translation>
    </message>
    <message>
        <source>This is no valid measurement of ExLlamaV2&apos;s</source>
        <translation>Dies ist keine gültige Messung von ExLlamaV2</translation>
    </message>
    <message>
        <source>This measurement belongs to another model</source>
        <translation>Diese Messung gehört zu einem anderen Modell</translation>
    </message>
    <message>
        <source>Weights of a vector</source>
        <translation>Gewichte eines Vektors</translation>
    </message>
    <message>
        <source>has no key {}.</source>
        <translation>hat keinen Schlüssel {}.</translation>
    </message>
    <message>
        <source>has {} twice.</source>
        <translation>hat {} zweimal.</translation>
    </message>
    <message>
        <source>is of a kind that is not known here.</source>
        <translation>ist von einer Art, die hier nicht bekannt ist.</translation>
    </message>
    <message>
        <source>must add up to 1.</source>
        <translation>müssen zusammen 1 ergeben.</translation>
    </message>
    <message>
        <source>must be 8, 6, 5, 4, 3 or 2, from wide to narrow.</source>
        <translation>müssen 8, 6, 5, 4, 3 oder 2 sein, von breit nach schmal.</translation>
    </message>
    <message>
        <source>must be a list of 1 to {} values.</source>
        <translation>muss eine Liste mit 1 bis {} Werten sein.</translation>
    </message>
    <message>
        <source>must be a number from 0 to 1.</source>
        <translation>muss eine Zahl von 0 bis 1 sein.</translation>
    </message>
    <message>
        <source>must be a share in whole hundredths, from 0.01 to 1.</source>
        <translation>muss ein Anteil in ganzen Hundertsteln sein, von 0,01 bis 1.</translation>
    </message>
    <message>
        <source>must be a whole number from 0 to {}.</source>
        <translation>muss eine ganze Zahl von 0 bis {} sein.</translation>
    </message>
    <message>
        <source>must be multiples of {}.</source>
        <translation>müssen Vielfache von {} sein.</translation>
    </message>
    <message>
        <source>must be {}.</source>
        <translation>muss {} sein.</translation>
    </message>
    <message>
        <source>must have as many values as there are widths.</source>
        <translation>muss so viele Werte haben, wie es Breiten gibt.</translation>
    </message>
    <message>
        <source>must have settings of the same matrices as the first one.</source>
        <translation>muss Einstellungen derselben Matrizen haben wie der erste.</translation>
    </message>
    <message>
        <source>{} has other matrices there.</source>
        <translation>{} hat dort andere Matrizen.</translation>
    </message>
    <message>
        <source>{} has {} bits there with a setting that takes {} here.</source>
        <translation>{} hat dort {} Bit mit einer Einstellung, die hier {} braucht.</translation>
    </message>
    <message>
        <source>{} holds several matrices in one, which ExLlamaV2 measures apart.</source>
        <translation>{} enthält mehrere Matrizen in einer, die ExLlamaV2 getrennt misst.</translation>
    </message>
    <message>
        <source>{} stores a scale of its activations, and how large those of {} are is not known. Give a text or the statistics of one.</source>
        <translation>{} speichert eine Skala seiner Aktivierungen, und wie groß die von {} sind, ist nicht bekannt. Einen Text angeben oder die Statistik eines Textes.</translation>
    </message>
    <message>
        <source>{}, {}: {}.</source>
        <translation>{}, {}: {}.</translation>
    </message>
    <message>
        <source>A checksum cannot be computed</source>
        <translation>Eine Prüfsumme kann nicht berechnet werden</translation>
    </message>
    <message>
        <source>A name for the folder is missing</source>
        <translation>Ein Name für den Ordner fehlt</translation>
    </message>
    <message>
        <source>A name is missing</source>
        <translation>Ein Name fehlt</translation>
    </message>
    <message>
        <source>Accept its terms on the model&apos;s page in a browser</source>
        <translation>Die Bedingungen auf der Seite des Modells in einem Browser annehmen</translation>
    </message>
    <message>
        <source>Another run downloads into this folder</source>
        <translation>Ein anderer Lauf lädt in diesen Ordner herunter</translation>
    </message>
    <message>
        <source>At most {} are listed.</source>
        <translation>Höchstens {} werden aufgelistet.</translation>
    </message>
    <message>
        <source>At most {} are read.</source>
        <translation>Höchstens {} werden gelesen.</translation>
    </message>
    <message>
        <source>Byte {} of {} is asked for, the server has none there.</source>
        <translation>Verlangt ist Byte {} von {}, der Server hat dort keines.</translation>
    </message>
    <message>
        <source>Bytes from {} of {} were asked for, the answer is &quot;{}&quot;.</source>
        <translation>Verlangt waren Bytes ab {} von {}, die Antwort ist „{}“.</translation>
    </message>
    <message>
        <source>Cannot make the folder</source>
        <translation>Der Ordner kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>Check the name, the revision and the path.</source>
        <translation>Namen, Revision und Pfad prüfen.</translation>
    </message>
    <message>
        <source>Check the name. If it is right, set HF_TOKEN to a token that may read it.</source>
        <translation>Den Namen prüfen. Stimmt er, HF_TOKEN auf ein Token setzen, das es lesen darf.</translation>
    </message>
    <message>
        <source>Choose one: {}.</source>
        <translation>Eines wählen: {}.</translation>
    </message>
    <message>
        <source>Download it first: quantlathe-cli download {} -o FOLDER.</source>
        <translation>Zuerst herunterladen: quantlathe-cli download {} -o ORDNER.</translation>
    </message>
    <message>
        <source>Download the model first: quantlathe-cli download {} -o FOLDER.</source>
        <translation>Zuerst das Modell herunterladen: quantlathe-cli download {} -o ORDNER.</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Each layer has a file in the folder of its block; this one has no name of its own.</source>
        <translation>Jede Schicht hat eine Datei im Ordner ihres Blocks; diese hat keinen eigenen Namen.</translation>
    </message>
    <message>
        <source>Expected are the model&apos;s address and the lengths of its files. Remove the folder.</source>
        <translation>Erwartet sind die Adresse des Modells und die Längen seiner Dateien. Den Ordner entfernen.</translation>
    </message>
    <message>
        <source>Expected is a tensor with {} dimensions.</source>
        <translation>Erwartet ist ein Tensor mit {} Dimensionen.</translation>
    </message>
    <message>
        <source>Expected is an https address.</source>
        <translation>Erwartet ist eine https-Adresse.</translation>
    </message>
    <message>
        <source>Expected is https:// and a name.</source>
        <translation>Erwartet ist https:// und ein Name.</translation>
    </message>
    <message>
        <source>Give one that is not there yet.</source>
        <translation>Einen angeben, den es noch nicht gibt.</translation>
    </message>
    <message>
        <source>HF_ENDPOINT is no address of a hub</source>
        <translation>HF_ENDPOINT ist keine Adresse eines Hubs</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE forbids to ask the hub</source>
        <translation>HF_HUB_OFFLINE verbietet, den Hub zu fragen</translation>
    </message>
    <message>
        <source>It asks to wait {} seconds. Try again then.</source>
        <translation>Er bittet, {} Sekunden zu warten. Danach noch einmal versuchen.</translation>
    </message>
    <message>
        <source>It ends before them. Download it again.</source>
        <translation>Sie endet vor ihnen. Noch einmal herunterladen.</translation>
    </message>
    <message>
        <source>It has no .safetensors, .gguf or .bin file.</source>
        <translation>Es hat keine .safetensors-, .gguf- oder .bin-Datei.</translation>
    </message>
    <message>
        <source>It holds none.</source>
        <translation>Sie enthält keine.</translation>
    </message>
    <message>
        <source>It is no interrupted download. Remove it or choose another folder.</source>
        <translation>Es ist kein abgebrochener Download. Entfernen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>It is the interrupted download of something else. Remove it or choose another folder.</source>
        <translation>Es ist der abgebrochene Download von etwas anderem. Entfernen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>It is too long</source>
        <translation>Es ist zu lang</translation>
    </message>
    <message>
        <source>It leads to a page that lists no files</source>
        <translation>Sie führt zu einer Seite, die keine Dateien auflistet</translation>
    </message>
    <message>
        <source>It leads to another place than the hub</source>
        <translation>Sie führt an einen anderen Ort als den Hub</translation>
    </message>
    <message>
        <source>It leads to something else than a model</source>
        <translation>Sie führt zu etwas anderem als einem Modell</translation>
    </message>
    <message>
        <source>It needs {} more, {} are free.</source>
        <translation>Es braucht noch {}, frei sind {}.</translation>
    </message>
    <message>
        <source>Its checksum is another one than the hub lists. Try again.</source>
        <translation>Die Prüfsumme ist eine andere, als der Hub angibt. Noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Its directory is not the one that was written.</source>
        <translation>Das Verzeichnis ist nicht das, das geschrieben wurde.</translation>
    </message>
    <message>
        <source>Its folders have some: {}.</source>
        <translation>In seinen Ordnern gibt es welche: {}.</translation>
    </message>
    <message>
        <source>Its list of files goes on at a place where it cannot.</source>
        <translation>Die Dateiliste geht an einer Stelle weiter, an der sie nicht kann.</translation>
    </message>
    <message>
        <source>Its name is needed for something else. Choose files with --file.</source>
        <translation>Der Name wird für etwas anderes gebraucht. Dateien mit --file wählen.</translation>
    </message>
    <message>
        <source>Its two numbers cannot be read.</source>
        <translation>Die beiden Zahlen sind nicht lesbar.</translation>
    </message>
    <message>
        <source>Its type {} is not read.</source>
        <translation>Der Typ {} wird nicht gelesen.</translation>
    </message>
    <message>
        <source>Leave such tensors out, or choose another format.</source>
        <translation>Solche Tensoren weglassen oder ein anderes Format wählen.</translation>
    </message>
    <message>
        <source>Make it first, or choose another one.</source>
        <translation>Zuerst anlegen oder einen anderen wählen.</translation>
    </message>
    <message>
        <source>Name the folder that holds it and the weights.</source>
        <translation>Den Ordner nennen, der sie und die Gewichte enthält.</translation>
    </message>
    <message>
        <source>No file of {} is called {}</source>
        <translation>Keine Datei von {} heißt {}</translation>
    </message>
    <message>
        <source>Nothing can be fetched</source>
        <translation>Es kann nichts geholt werden</translation>
    </message>
    <message>
        <source>Only scales with codes of their own are read (qq_scale_bits and qq_zero_bits).</source>
        <translation>Gelesen werden nur Skalen mit eigenen Codes (qq_scale_bits und qq_zero_bits).</translation>
    </message>
    <message>
        <source>OpenSSL&apos;s library refuses to.</source>
        <translation>Die Bibliothek von OpenSSL weigert sich.</translation>
    </message>
    <message>
        <source>Outlier {} is said to stand at row {}, place {}: beyond the matrix, or before the one before.</source>
        <translation>Ausreißer {} soll in Zeile {}, Platz {} stehen: außerhalb der Matrix oder vor seinem Vorgänger.</translation>
    </message>
    <message>
        <source>Patterns are compared with the whole path below the address, as in sub/*.gguf.</source>
        <translation>Muster werden mit dem ganzen Pfad unterhalb der Adresse verglichen, wie in sub/*.gguf.</translation>
    </message>
    <message>
        <source>PyTorch has no type {}</source>
        <translation>PyTorch kennt keinen Typ {}</translation>
    </message>
    <message>
        <source>PyTorch&apos;s files can only be looked at when they are here</source>
        <translation>Dateien von PyTorch lassen sich nur ansehen, wenn sie hier sind</translation>
    </message>
    <message>
        <source>Reading headers</source>
        <translation>Köpfe lesen</translation>
    </message>
    <message>
        <source>The answer ends before the file does.</source>
        <translation>Die Antwort endet vor der Datei.</translation>
    </message>
    <message>
        <source>The download needs this name. Remove it or choose another folder.</source>
        <translation>Der Download braucht diesen Namen. Entfernen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>The hub has no time for {} now</source>
        <translation>Der Hub hat jetzt keine Zeit für {}</translation>
    </message>
    <message>
        <source>The hub leads in circles</source>
        <translation>Der Hub führt im Kreis</translation>
    </message>
    <message>
        <source>The hub leads to a place that is not allowed</source>
        <translation>Der Hub führt an einen Ort, der nicht erlaubt ist</translation>
    </message>
    <message>
        <source>The hub&apos;s answer about {} is not valid</source>
        <translation>Die Antwort des Hubs zu {} ist nicht gültig</translation>
    </message>
    <message>
        <source>The organization or the name is missing</source>
        <translation>Die Organisation oder der Name fehlt</translation>
    </message>
    <message>
        <source>The repository has no folder and no file of this name.</source>
        <translation>Das Repository hat keinen Ordner und keine Datei dieses Namens.</translation>
    </message>
    <message>
        <source>The server answers with status {} again and again. Try later.</source>
        <translation>Der Server antwortet immer wieder mit Status {}. Später versuchen.</translation>
    </message>
    <message>
        <source>The server answers with status {}.</source>
        <translation>Der Server antwortet mit Status {}.</translation>
    </message>
    <message>
        <source>The token for the hub is not valid</source>
        <translation>Das Token für den Hub ist nicht gültig</translation>
    </message>
    <message>
        <source>The token in HF_TOKEN or its file does not open it.</source>
        <translation>Das Token in HF_TOKEN oder seiner Datei öffnet es nicht.</translation>
    </message>
    <message>
        <source>The weights are not in this file</source>
        <translation>Die Gewichte sind nicht in dieser Datei</translation>
    </message>
    <message>
        <source>The weights of {} are not on this machine</source>
        <translation>Die Gewichte von {} sind nicht auf diesem Rechner</translation>
    </message>
    <message>
        <source>There is no memory left.</source>
        <translation>Es ist kein Speicher mehr frei.</translation>
    </message>
    <message>
        <source>There is no model in {}</source>
        <translation>In {} ist kein Modell</translation>
    </message>
    <message>
        <source>There is no such folder</source>
        <translation>Einen solchen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>There is no such revision.</source>
        <translation>Eine solche Revision gibt es nicht.</translation>
    </message>
    <message>
        <source>There is too little room for the download</source>
        <translation>Für den Download ist zu wenig Platz</translation>
    </message>
    <message>
        <source>This is no description of a model that lies elsewhere</source>
        <translation>Dies ist keine Beschreibung eines Modells, das anderswo liegt</translation>
    </message>
    <message>
        <source>This is no file of a SpQR layer</source>
        <translation>Dies ist keine Datei einer SpQR-Schicht</translation>
    </message>
    <message>
        <source>Unset it to use the network.</source>
        <translation>Aufheben, um das Netz zu benutzen.</translation>
    </message>
    <message>
        <source>Wait for it or choose another folder.</source>
        <translation>Darauf warten oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>What it says of the interrupted download cannot be read. Remove it.</source>
        <translation>Was sie über den abgebrochenen Download sagt, ist nicht lesbar. Entfernen.</translation>
    </message>
    <message>
        <source>a layout and the parts of a sparse matrix are expected</source>
        <translation>erwartet sind eine Anordnung und die Teile einer dünn besetzten Matrix</translation>
    </message>
    <message>
        <source>an entry is no object</source>
        <translation>ein Eintrag ist kein Objekt</translation>
    </message>
    <message>
        <source>compressed: what transformers loads. legacy: the folder that the authors&apos; quantizer saves, for their own programs only, with the same codes in a byte each.</source>
        <translation>compressed: was transformers lädt. legacy: der Ordner, den der Quantisierer der Autoren speichert, nur für deren eigene Programme, mit denselben Codes in je einem Byte.</translation>
    </message>
    <message>
        <source>it belongs to no numbered block of the model</source>
        <translation>es gehört zu keinem nummerierten Block des Modells</translation>
    </message>
    <message>
        <source>it is not a list</source>
        <translation>es ist keine Liste</translation>
    </message>
    <message>
        <source>it lists more than {} files</source>
        <translation>sie führt mehr als {} Dateien auf</translation>
    </message>
    <message>
        <source>it names no commit</source>
        <translation>sie nennt keinen Commit</translation>
    </message>
    <message>
        <source>libcurl cannot be started.</source>
        <translation>libcurl lässt sich nicht starten.</translation>
    </message>
    <message>
        <source>libcurl refuses a setting: {}.</source>
        <translation>libcurl lehnt eine Einstellung ab: {}.</translation>
    </message>
    <message>
        <source>libcurl stops: {}.</source>
        <translation>libcurl bricht ab: {}.</translation>
    </message>
    <message>
        <source>only sparse matrices with coordinates are read</source>
        <translation>gelesen werden nur dünn besetzte Matrizen mit Koordinaten</translation>
    </message>
    <message>
        <source>the checksum of {} is none</source>
        <translation>die Prüfsumme von {} ist keine</translation>
    </message>
    <message>
        <source>the size of {} is missing</source>
        <translation>die Größe von {} fehlt</translation>
    </message>
    <message>
        <source>{} arrived damaged</source>
        <translation>{} kam beschädigt an</translation>
    </message>
    <message>
        <source>{} belongs to another value of the option {}</source>
        <translation>{} gehört zu einem anderen Wert der Option {}</translation>
    </message>
    <message>
        <source>{} cannot be downloaded together with the others</source>
        <translation>{} kann nicht zusammen mit den anderen heruntergeladen werden</translation>
    </message>
    <message>
        <source>{} cannot be fetched</source>
        <translation>{} kann nicht geholt werden</translation>
    </message>
    <message>
        <source>{} groups make no {} input features.</source>
        <translation>{} Gruppen ergeben keine {} Eingangsmerkmale.</translation>
    </message>
    <message>
        <source>{} holds several models</source>
        <translation>{} enthält mehrere Modelle</translation>
    </message>
    <message>
        <source>{} holds too many files</source>
        <translation>{} enthält zu viele Dateien</translation>
    </message>
    <message>
        <source>{} is listed twice.</source>
        <translation>{} ist zweimal aufgeführt.</translation>
    </message>
    <message>
        <source>{} is no address of a model</source>
        <translation>{} ist keine Adresse eines Modells</translation>
    </message>
    <message>
        <source>{} is no file of weights</source>
        <translation>{} ist keine Datei mit Gewichten</translation>
    </message>
    <message>
        <source>{} is not as the hub lists it</source>
        <translation>{} ist nicht so, wie der Hub es aufführt</translation>
    </message>
    <message>
        <source>{} is not complete</source>
        <translation>{} ist nicht vollständig</translation>
    </message>
    <message>
        <source>{} is not in the repository.</source>
        <translation>{} ist nicht im Repository.</translation>
    </message>
    <message>
        <source>{} is not on the hub</source>
        <translation>{} ist nicht auf dem Hub</translation>
    </message>
    <message>
        <source>{} is not there, or not for everybody</source>
        <translation>{} ist nicht da oder nicht für alle</translation>
    </message>
    <message>
        <source>{} is only for those who accepted its terms</source>
        <translation>{} ist nur für die, die den Bedingungen zugestimmt haben</translation>
    </message>
    <message>
        <source>{} is shorter than the hub lists</source>
        <translation>{} ist kürzer, als der Hub angibt</translation>
    </message>
    <message>
        <source>{} must hold one line of letters, digits and signs.</source>
        <translation>{} muss eine Zeile aus Buchstaben, Ziffern und Zeichen enthalten.</translation>
    </message>
    <message>
        <source>{} redirects led to no answer.</source>
        <translation>{} Weiterleitungen führten zu keiner Antwort.</translation>
    </message>
    <message>
        <source>{} rows are no multiple of {}.</source>
        <translation>{} Zeilen sind kein Vielfaches von {}.</translation>
    </message>
    <message>
        <source>{}, then set HF_TOKEN.</source>
        <translation>{}, dann HF_TOKEN setzen.</translation>
    </message>
    <message>
        <source>{}. Expected is hf:ORG/NAME, with @REVISION and a folder or file behind it if need be.</source>
        <translation>{}. Erwartet ist hf:ORG/NAME, bei Bedarf mit @REVISION und einem Ordner oder einer Datei dahinter.</translation>
    </message>
    <message>
        <source>“{}” has a wrong escape</source>
        <translation>„{}“ enthält eine falsche Maskierung</translation>
    </message>
    <message>
        <source>“{}” is no name of an organization or a model</source>
        <translation>„{}“ ist kein Name einer Organisation oder eines Modells</translation>
    </message>
    <message>
        <source>“{}” is no path in a repository</source>
        <translation>„{}“ ist kein Pfad in einem Repository</translation>
    </message>
    <message>
        <source>“{}” is no revision</source>
        <translation>„{}“ ist keine Revision</translation>
    </message>
    <message>
        <source>Give a text (--text FILE), a calibration or an importance matrix that has values for it.</source>
        <translation>Geben Sie einen Text (--text FILE), eine Kalibrierung oder eine Wichtigkeitsmatrix mit Werten dafür an.</translation>
    </message>
    <message>
        <source>Groups are made of the input features that count most, then of those that count less, instead of neighbours. Needs a text or an importance matrix. Slower in most programs, and vLLM on a CPU does not load it. Whole rows have nothing to order.</source>
        <translation>Gruppen bestehen aus den Eingangsmerkmalen, die am meisten zählen, dann aus denen, die weniger zählen, statt aus Nachbarn. Braucht einen Text oder eine Wichtigkeitsmatrix. In den meisten Programmen langsamer, und vLLM auf einem Prozessor lädt es nicht. Ganze Zeilen haben nichts zu ordnen.</translation>
    </message>
    <message>
        <source>Groups by importance</source>
        <translation>Gruppen nach Wichtigkeit</translation>
    </message>
    <message>
        <source>Expected a name for every number.</source>
        <translation>Erwartet wird ein Name für jede Zahl.</translation>
    </message>
    <message>
        <source>It is &quot;{}&quot;, expected cls or mean.</source>
        <translation>Er ist „{}“, erwartet wird cls oder mean.</translation>
    </message>
    <message>
        <source>It is empty.</source>
        <translation>Sie ist leer.</translation>
    </message>
    <message>
        <source>Its model is &quot;{}&quot;, expected {}.</source>
        <translation>Sein Modell ist „{}“, erwartet wird {}.</translation>
    </message>
    <message>
        <source>Line {} is no valid UTF-8, or there are more than {} lines.</source>
        <translation>Zeile {} ist kein gültiges UTF-8, oder es gibt mehr als {} Zeilen.</translation>
    </message>
    <message>
        <source>Line {} is not a token of at most {} bytes in base64, a blank and the rank {}.</source>
        <translation>Zeile {} ist kein Token von höchstens {} Byte in Base64, ein Leerzeichen und der Rang {}.</translation>
    </message>
    <message>
        <source>The table of characters is not base64.</source>
        <translation>Die Zeichentabelle ist kein Base64.</translation>
    </message>
    <message>
        <source>This is no valid list of tokens</source>
        <translation>Dies ist keine gültige Liste von Tokens</translation>
    </message>
    <message>
        <source>a token of model.vocab is no pair of a text and a score</source>
        <translation>ein Token von model.vocab ist kein Paar aus Text und Bewertung</translation>
    </message>
    <message>
        <source>id2label has an impossible value</source>
        <translation>id2label hat einen unmöglichen Wert</translation>
    </message>
    <message>
        <source>{} channels of a recurrence do not divide into {} groups</source>
        <translation>{} Kanäle einer Rekurrenz lassen sich nicht auf {} Gruppen aufteilen</translation>
    </message>
    <message>
        <source>Cannot delete the folder</source>
        <translation>Der Ordner kann nicht gelöscht werden</translation>
    </message>
    <message>
        <source>Expected are a matrix of codes and one of scales.</source>
        <translation>Erwartet werden eine Matrix mit Codes und eine mit Skalen.</translation>
    </message>
    <message>
        <source>How codes are packed. gemm is what programs load; gemv and gemv_fast are for AutoAWQ&apos;s own kernels, which it no longer develops.</source>
        <translation>Wie Codes gepackt werden. gemm laden die Programme; gemv und gemv_fast sind für AutoAWQs eigene Kernel, die nicht mehr entwickelt werden.</translation>
    </message>
    <message>
        <source>Its configuration names no group size that divides {} input features.</source>
        <translation>Die Konfiguration nennt keine Gruppengröße, die {} Eingangsmerkmale teilt.</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>its {} input features are no multiple of {}, as many as are stored together</source>
        <translation>die {} Eingangsmerkmale sind kein Vielfaches von {}, so viele werden zusammen gespeichert</translation>
    </message>
    <message>
        <source>{} and {} are packed in different ways, of which a folder has one</source>
        <translation>{} und {} sind verschieden gepackt, ein Ordner hat nur eine Art</translation>
    </message>
    <message>
        <source>All weights in bfloat16, as most models are published</source>
        <translation>Alle Gewichte in bfloat16, wie die meisten Modelle veröffentlicht werden</translation>
    </message>
    <message>
        <source>All weights in half precision, for cards without bfloat16</source>
        <translation>Alle Gewichte in halber Genauigkeit, für Karten ohne bfloat16</translation>
    </message>
    <message>
        <source>All weights in single precision: nothing of what is stored is rounded</source>
        <translation>Alle Gewichte in einfacher Genauigkeit: Nichts Gespeichertes wird gerundet</translation>
    </message>
    <message>
        <source>Expected a short list of F32 numbers.</source>
        <translation>Erwartet wird eine kurze Liste von F32-Zahlen.</translation>
    </message>
    <message>
        <source>Expected attention.kv_lora_rank, key_length_mla, value_length_mla and rope.dimension_count.</source>
        <translation>Erwartet werden attention.kv_lora_rank, key_length_mla, value_length_mla und rope.dimension_count.</translation>
    </message>
    <message>
        <source>Expected factors as Llama 3.1 has them.</source>
        <translation>Erwartet werden Faktoren, wie Llama 3.1 sie hat.</translation>
    </message>
    <message>
        <source>The folder of plain floats that models are trained in and published as: what every other tool starts from. Not smaller than 16 bits; for going back from a GGUF file and for another float type.</source>
        <translation>Der Ordner aus einfachen Gleitkommazahlen, in dem Modelle trainiert und veröffentlicht werden: davon geht jedes andere Programm aus. Nicht kleiner als 16 Bits; für den Weg zurück aus einer GGUF-Datei und für einen anderen Gleitkommatyp.</translation>
    </message>
    <message>
        <source>The sizes of its latent attention are not complete</source>
        <translation>Die Größen seiner latenten Attention sind nicht vollständig</translation>
    </message>
    <message>
        <source>a tokenizer of the kind &quot;{}&quot; cannot be written into a folder: it gets no tokenizer.json</source>
        <translation>ein Tokenizer der Art „{}“ kann nicht in einen Ordner geschrieben werden: Er bekommt keine tokenizer.json</translation>
    </message>
    <message>
        <source>all weights of such a folder have one type, which the preset says</source>
        <translation>alle Gewichte eines solchen Ordners haben einen Typ, den die Voreinstellung nennt</translation>
    </message>
    <message>
        <source>config.json of a {} cannot say what the file says about {}</source>
        <translation>die config.json eines {} kann nicht sagen, was die Datei über {} sagt</translation>
    </message>
    <message>
        <source>how a Hugging Face folder of architecture &quot;{}&quot; looks is not known; known are {}</source>
        <translation>wie ein Hugging-Face-Ordner der Architektur „{}“ aussieht, ist nicht bekannt; bekannt sind {}</translation>
    </message>
    <message>
        <source>rope_freqs.weight belongs to no known RoPE scaling</source>
        <translation>rope_freqs.weight gehört zu keiner bekannten RoPE-Skalierung</translation>
    </message>
    <message>
        <source>the file has no merges for its tokenizer: the folder gets no tokenizer.json</source>
        <translation>die Datei hat keine Merges für ihren Tokenizer: Der Ordner bekommt keine tokenizer.json</translation>
    </message>
    <message>
        <source>the part of a {} that sees images is no part of this file: the folder holds its text model only</source>
        <translation>der Teil eines {}, der Bilder sieht, steht nicht in dieser Datei: Der Ordner enthält nur das Textmodell</translation>
    </message>
    <message>
        <source>the parts of {} do not fit together</source>
        <translation>die Teile von {} passen nicht zusammen</translation>
    </message>
    <message>
        <source>the pre-tokenizer &quot;{}&quot; is not known: the folder gets no tokenizer.json</source>
        <translation>der Pre-Tokenizer „{}“ ist nicht bekannt: Der Ordner bekommt keine tokenizer.json</translation>
    </message>
    <message>
        <source>the token {} is no valid UTF-8: the folder gets no tokenizer</source>
        <translation>das Token {} ist kein gültiges UTF-8: Der Ordner bekommt keinen Tokenizer</translation>
    </message>
    <message>
        <source>the tokenizer takes several blanks for one, which tokenizer.json does not say</source>
        <translation>der Tokenizer nimmt mehrere Leerzeichen für eines, was tokenizer.json nicht sagt</translation>
    </message>
    <message>
        <source>the tokenizer&apos;s scores are all alike in this file: the merges of tokenizer.json follow the order of the tokens, and texts may be cut in another way than the original does</source>
        <translation>die Bewertungen des Tokenizers sind in dieser Datei alle gleich: Die Merges von tokenizer.json folgen der Reihenfolge der Tokens, und Texte können anders zerlegt werden als vom Original</translation>
    </message>
    <message>
        <source>the vocabulary is none that the SentencePiece library takes: the folder gets tokenizer.json alone, which has merges in place of scores</source>
        <translation>das Vokabular ist keines, das die SentencePiece-Bibliothek annimmt: Der Ordner bekommt nur tokenizer.json, die statt Bewertungen Merges hat</translation>
    </message>
    <message>
        <source>{} and {} must be stored in one type to be put together as {}, they are {} and {}</source>
        <translation>{} und {} müssen in einem Typ gespeichert sein, um zu {} zusammengesetzt zu werden; sie sind {} und {}</translation>
    </message>
    <message>
        <source>{} has no place in a {}</source>
        <translation>{} hat keinen Platz in einem {}</translation>
    </message>
    <message>
        <source>{} has the shape [{}], by the metadata it should be [{}]</source>
        <translation>{} hat die Form [{}], nach den Metadaten müsste sie [{}] sein</translation>
    </message>
    <message>
        <source>{} is not as expected</source>
        <translation>{} ist nicht wie erwartet</translation>
    </message>
    <message>
        <source>{} is quantized in another order than its model&apos;s class has it. Make a GGUF file of the folder and then a folder of that</source>
        <translation>{} ist in anderer Reihenfolge quantisiert, als die Klasse des Modells es hat. Erst aus dem Ordner eine GGUF-Datei machen und dann daraus einen Ordner</translation>
    </message>
    <message>
        <source>{} lacks columns</source>
        <translation>{} fehlen Spalten</translation>
    </message>
    <message>
        <source>{} lacks rows</source>
        <translation>{} fehlen Zeilen</translation>
    </message>
    <message>
        <source>{} merges of the tokenizer are left out of tokenizer.json: what they join or make is no token</source>
        <translation>{} Merges des Tokenizers fehlen in tokenizer.json: Was sie verbinden oder ergeben, ist kein Token</translation>
    </message>
    <message>
        <source>{} tensors of layers that predict further tokens (MTP) are left out of the folder</source>
        <translation>{} Tensoren von Schichten, die weitere Tokens vorhersagen (MTP), kommen nicht in den Ordner</translation>
    </message>
    <message>
        <source>16 or 32 bits</source>
        <translation>16 oder 32 Bits</translation>
    </message>
    <message>
        <source>A Blackwell card</source>
        <translation>Eine Blackwell-Karte</translation>
    </message>
    <message>
        <source>A card of compute capability {} or higher</source>
        <translation>Eine Karte mit Compute Capability {} oder höher</translation>
    </message>
    <message>
        <source>A graphics card: there is no such kernel for processors</source>
        <translation>Eine Grafikkarte: für Prozessoren gibt es keinen solchen Kernel</translation>
    </message>
    <message>
        <source>A rule of {} says sym: false, expected true</source>
        <translation>Eine Regel von {} sagt sym: false, erwartet wird true</translation>
    </message>
    <message>
        <source>Ada, Hopper or newer cards for products in FP8</source>
        <translation>Ada-, Hopper- oder neuere Karten für Produkte in FP8</translation>
    </message>
    <message>
        <source>Layers differ in bits or groups ({}), expected one setting for all</source>
        <translation>Schichten unterscheiden sich in Bits oder Gruppen ({}), erwartet wird eine Einstellung für alle</translation>
    </message>
    <message>
        <source>Not in {}: {}</source>
        <translation>Nicht in {}: {}</translation>
    </message>
    <message>
        <source>Nothing is known here of quant_method {}</source>
        <translation>Über quant_method {} ist hier nichts bekannt</translation>
    </message>
    <message>
        <source>Only in versions before 0.49, which give this layout up</source>
        <translation>Nur in Versionen vor 0.49, die diese Form aufgeben</translation>
    </message>
    <message>
        <source>Only recent versions take zero points (symmetric: false)</source>
        <translation>Nur neuere Versionen nehmen Nullpunkte (symmetric: false)</translation>
    </message>
    <message>
        <source>Only with {}</source>
        <translation>Nur mit {}</translation>
    </message>
    <message>
        <source>Python packages: {}</source>
        <translation>Python-Pakete: {}</translation>
    </message>
    <message>
        <source>The key {} is missing</source>
        <translation>Der Schlüssel {} fehlt</translation>
    </message>
    <message>
        <source>The weights are in files of torch.save, expected safetensors</source>
        <translation>Die Gewichte liegen in Dateien von torch.save, erwartet wird safetensors</translation>
    </message>
    <message>
        <source>There is neither {} nor {}</source>
        <translation>Es gibt weder {} noch {}</translation>
    </message>
    <message>
        <source>There is no tokenizer in the folder (tokenizer.json)</source>
        <translation>Im Ordner ist kein Tokenizer (tokenizer.json)</translation>
    </message>
    <message>
        <source>__metadata__ lacks &quot;format&quot;: &quot;pt&quot;: older versions refuse that</source>
        <translation>In __metadata__ fehlt &quot;format&quot;: &quot;pt&quot;: ältere Versionen lehnen das ab</translation>
    </message>
    <message>
        <source>architectures has {} entries in config.json, expected 1</source>
        <translation>architectures hat {} Einträge in config.json, erwartet wird 1</translation>
    </message>
    <message>
        <source>general.architecture is {}, expected one that llama.cpp knows</source>
        <translation>general.architecture ist {}, erwartet wird eine, die llama.cpp kennt</translation>
    </message>
    <message>
        <source>it cannot read torchao&apos;s tensors</source>
        <translation>es kann die Tensoren von torchao nicht lesen</translation>
    </message>
    <message>
        <source>it leaves stored HQQ layers out and goes on with random weights</source>
        <translation>es lässt gespeicherte HQQ-Schichten weg und macht mit Zufallswerten weiter</translation>
    </message>
    <message>
        <source>it looks for layers in the wrong place</source>
        <translation>es sucht Schichten an der falschen Stelle</translation>
    </message>
    <message>
        <source>the authors&apos; programs (Vahe1994/SpQR)</source>
        <translation>den Programmen der Autoren (Vahe1994/SpQR)</translation>
    </message>
    <message>
        <source>tokenizer.ggml.model is {}, expected {}</source>
        <translation>tokenizer.ggml.model ist {}, erwartet wird {}</translation>
    </message>
    <message>
        <source>tokenizer.ggml.pre does not say how words are cut: answers may suffer</source>
        <translation>tokenizer.ggml.pre sagt nicht, wie Wörter zerlegt werden: Antworten können leiden</translation>
    </message>
    <message>
        <source>tokenizer.ggml.pre is {}, expected a name that llama.cpp knows</source>
        <translation>tokenizer.ggml.pre ist {}, erwartet wird ein Name, den llama.cpp kennt</translation>
    </message>
    <message>
        <source>{} (and {} more like it)</source>
        <translation>{} (und {} weitere dieser Art)</translation>
    </message>
    <message>
        <source>{} ({}) and {} ({}) are stored differently, expected one form in {}</source>
        <translation>{} ({}) und {} ({}) sind verschieden gespeichert, erwartet wird eine Form in {}</translation>
    </message>
    <message>
        <source>{} has groups of {}, expected a power of two</source>
        <translation>{} hat Gruppen von {}, erwartet wird eine Zweierpotenz</translation>
    </message>
    <message>
        <source>{} has groups of {}, expected {}</source>
        <translation>{} hat Gruppen von {}, erwartet wird {}</translation>
    </message>
    <message>
        <source>{} has groups of {}, expected {} or whole rows</source>
        <translation>{} hat Gruppen von {}, erwartet werden {} oder ganze Zeilen</translation>
    </message>
    <message>
        <source>{} has {} bits, expected {}</source>
        <translation>{} hat {} Bits, erwartet wird {}</translation>
    </message>
    <message>
        <source>{} has {} columns, expected {} by the keys of {}</source>
        <translation>{0} hat {1} Spalten, nach den Schlüsseln von {3} werden {2} erwartet</translation>
    </message>
    <message>
        <source>{} has {} input features, expected a multiple of {}</source>
        <translation>{} hat {} Eingangsmerkmale, erwartet wird ein Vielfaches von {}</translation>
    </message>
    <message>
        <source>{} has {} input features, expected at most {}</source>
        <translation>{} hat {} Eingangsmerkmale, erwartet werden höchstens {}</translation>
    </message>
    <message>
        <source>{} has {} input features, no multiple of {}: the last ones get no activation</source>
        <translation>{} hat {} Eingangsmerkmale, kein Vielfaches von {}: die letzten bekommen keine Aktivierung</translation>
    </message>
    <message>
        <source>{} has {} output features, expected a multiple of {}</source>
        <translation>{} hat {} Ausgangsmerkmale, erwartet wird ein Vielfaches von {}</translation>
    </message>
    <message>
        <source>{} has {} rows, expected {} by the keys of {}</source>
        <translation>{0} hat {1} Zeilen, nach den Schlüsseln von {3} werden {2} erwartet</translation>
    </message>
    <message>
        <source>{} has {} rows, expected {}, one a token of the vocabulary</source>
        <translation>{} hat {} Zeilen, erwartet werden {}, eine je Token des Vokabulars</translation>
    </message>
    <message>
        <source>{} in the environment, or the package flash-attn</source>
        <translation>{} in der Umgebung, oder das Paket flash-attn</translation>
    </message>
    <message>
        <source>{} is empty</source>
        <translation>{} ist leer</translation>
    </message>
    <message>
        <source>{} is encoded, but no group of {} names it</source>
        <translation>{} ist kodiert, aber keine Gruppe von {} nennt es</translation>
    </message>
    <message>
        <source>{} is encoded, but {} does not name it</source>
        <translation>{} ist kodiert, aber {} nennt es nicht</translation>
    </message>
    <message>
        <source>{} is encoded, but {} names it</source>
        <translation>{} ist kodiert, aber {} nennt es</translation>
    </message>
    <message>
        <source>{} is encoded, but {} names it ({})</source>
        <translation>{} ist kodiert, aber {} nennt es ({})</translation>
    </message>
    <message>
        <source>{} is missing from quantization_config</source>
        <translation>{} fehlt in quantization_config</translation>
    </message>
    <message>
        <source>{} is missing from {}</source>
        <translation>{} fehlt in {}</translation>
    </message>
    <message>
        <source>{} is missing from {}, or is another length</source>
        <translation>{} fehlt in {} oder ist eine andere Länge</translation>
    </message>
    <message>
        <source>{} is missing, which a {} model with {} layers needs</source>
        <translation>{} fehlt, das ein {}-Modell mit {} Schichten braucht</translation>
    </message>
    <message>
        <source>{} is no known tensor of a {} model: llama.cpp loads only files without others</source>
        <translation>{} ist kein bekannter Tensor eines {}-Modells: llama.cpp lädt nur Dateien ohne andere</translation>
    </message>
    <message>
        <source>{} is not encoded, but {} does not name it</source>
        <translation>{} ist nicht kodiert, aber {} nennt es nicht</translation>
    </message>
    <message>
        <source>{} is not encoded, expected {} that leaves it out</source>
        <translation>{} ist nicht kodiert, erwartet wird {}, das es auslässt</translation>
    </message>
    <message>
        <source>{} is not known to load {}, which loads in {}</source>
        <translation>Dass {} {} lädt, ist nicht bekannt; ladbar in {}</translation>
    </message>
    <message>
        <source>{} is stored as {}, expected {}</source>
        <translation>{} ist als {} gespeichert, erwartet wird {}</translation>
    </message>
    <message>
        <source>{} is stored as {}, which no weight is stored in</source>
        <translation>{} ist als {} gespeichert, worin kein Gewicht gespeichert wird</translation>
    </message>
    <message>
        <source>{} is stored as {}, which versions from before 2026 do not know</source>
        <translation>{} ist als {} gespeichert, was Versionen von vor 2026 nicht kennen</translation>
    </message>
    <message>
        <source>{} is there, but {}.block_count is {}</source>
        <translation>{} ist da, aber {}.block_count ist {}</translation>
    </message>
    <message>
        <source>{} is there, expected a layer without a bias</source>
        <translation>{} ist da, erwartet wird eine Schicht ohne Bias</translation>
    </message>
    <message>
        <source>{} is there, expected none in a symmetric group</source>
        <translation>{} ist da, in einer symmetrischen Gruppe wird keines erwartet</translation>
    </message>
    <message>
        <source>{} is {} in quantization_config, expected {}</source>
        <translation>{} ist {} in quantization_config, erwartet wird {}</translation>
    </message>
    <message>
        <source>{} is {} in {}, expected {}</source>
        <translation>{} ist {} in {}, erwartet wird {}</translation>
    </message>
    <message>
        <source>{} is {} × {}: a version that fills matrices up to multiples of {} × {} for Marlin</source>
        <translation>{} ist {} × {}: eine Version, die Matrizen für Marlin auf Vielfache von {} × {} auffüllt</translation>
    </message>
    <message>
        <source>{} is {}, expected {}</source>
        <translation>{} ist {}, erwartet wird {}</translation>
    </message>
    <message>
        <source>{} loads GGUF files alone</source>
        <translation>{} lädt nur GGUF-Dateien</translation>
    </message>
    <message>
        <source>{} loads checkpoints of its own layout alone</source>
        <translation>{} lädt nur Checkpoints in seiner eigenen Form</translation>
    </message>
    <message>
        <source>{} of {} is {}, expected {}</source>
        <translation>{} von {} ist {}, erwartet wird {}</translation>
    </message>
    <message>
        <source>(the authors&apos; programs)</source>
        <translation>(Programme der Autoren)</translation>
    </message>
    <message>
        <source>4.49 to 4.57 with the package spqr_quant</source>
        <translation>4.49 bis 4.57 mit dem Paket spqr_quant</translation>
    </message>
    <message>
        <source>At least {} by {}.</source>
        <translation>Mindestens {} durch {}.</translation>
    </message>
    <message>
        <source>Blocks of Q8_0 do not divide its rows: the conversion stores them in F16.</source>
        <translation>Blöcke von Q8_0 teilen seine Zeilen nicht: Die Umwandlung speichert sie in F16.</translation>
    </message>
    <message>
        <source>Chosen for the budget: its bytes gain at least as much here as elsewhere.</source>
        <translation>Für das Budget gewählt: Die Bytes bringen hier mindestens so viel wie anderswo.</translation>
    </message>
    <message>
        <source>It stays as it is: {}.</source>
        <translation>Es bleibt, wie es ist: {}.</translation>
    </message>
    <message>
        <source>It stays in {}: the output matrix is left as it is stored.</source>
        <translation>Es bleibt in {}: Die Ausgabematrix wird wie gespeichert gelassen.</translation>
    </message>
    <message>
        <source>It stays in {}: {}.</source>
        <translation>Es bleibt in {}: {}.</translation>
    </message>
    <message>
        <source>Its blocks of {} do not divide rows of {}, so {} takes its place.</source>
        <translation>Dessen Blöcke von {} teilen Zeilen von {} nicht, daher tritt {} an die Stelle.</translation>
    </message>
    <message>
        <source>NVIDIA from {} on</source>
        <translation>NVIDIA ab {}</translation>
    </message>
    <message>
        <source>Pinned to {} by {}.</source>
        <translation>Auf {} festgehalten durch {}.</translation>
    </message>
    <message>
        <source>Programs that load it make the weight by themselves, or its layer is pruned.</source>
        <translation>Programme, die es laden, bilden das Gewicht selbst, oder seine Schicht ist entfernt.</translation>
    </message>
    <message>
        <source>Settings of all layers together: the least expected error within the preset&apos;s bits, value and down projections counting more.</source>
        <translation>Einstellungen aller Schichten zusammen: der kleinste erwartete Fehler mit den Bits der Voreinstellung, wobei Value- und Down-Projektionen mehr zählen.</translation>
    </message>
    <message>
        <source>The plan does not hold {}</source>
        <translation>Der Plan enthält {} nicht</translation>
    </message>
    <message>
        <source>The plan names this weight: {}.</source>
        <translation>Der Plan nennt dieses Gewicht: {}.</translation>
    </message>
    <message>
        <source>The plan&apos;s rule {}: {}.</source>
        <translation>Regel des Plans, {}: {}.</translation>
    </message>
    <message>
        <source>another one is not larger and loses less</source>
        <translation>eine andere ist nicht größer und verliert weniger</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>down projections</source>
        <translation>Down-Projektionen</translation>
    </message>
    <message>
        <source>gate projections</source>
        <translation>Gate-Projektionen</translation>
    </message>
    <message>
        <source>in Falcon models</source>
        <translation>in Falcon-Modellen</translation>
    </message>
    <message>
        <source>in all but the first and the last eighth of them</source>
        <translation>in allen außer dem ersten und letzten Achtel von ihnen</translation>
    </message>
    <message>
        <source>in models of eight experts</source>
        <translation>in Modellen mit acht Experten</translation>
    </message>
    <message>
        <source>in models of four or more experts</source>
        <translation>in Modellen mit vier oder mehr Experten</translation>
    </message>
    <message>
        <source>in the first and the last eighth of them and in every third in between</source>
        <translation>im ersten und letzten Achtel von ihnen und in jeder dritten dazwischen</translation>
    </message>
    <message>
        <source>in the first eighth of them</source>
        <translation>im ersten Achtel von ihnen</translation>
    </message>
    <message>
        <source>in the first four of them</source>
        <translation>in den ersten vier von ihnen</translation>
    </message>
    <message>
        <source>in the first sixteenth of them</source>
        <translation>im ersten Sechzehntel von ihnen</translation>
    </message>
    <message>
        <source>in the first two of them</source>
        <translation>in den ersten beiden von ihnen</translation>
    </message>
    <message>
        <source>key projections</source>
        <translation>Key-Projektionen</translation>
    </message>
    <message>
        <source>llama-quantize gives value projections of 70B models {}: few of them serve many heads.</source>
        <translation>llama-quantize gibt Value-Projektionen von 70B-Modellen {}: Wenige von ihnen dienen vielen Köpfen.</translation>
    </message>
    <message>
        <source>llama-quantize gives value projections of models of eight experts {}.</source>
        <translation>llama-quantize gibt Value-Projektionen von Modellen mit acht Experten {}.</translation>
    </message>
    <message>
        <source>llama-quantize&apos;s rule for {}: the output matrix gets {}, and this embedding is one, too.</source>
        <translation>Regel von llama-quantize für {}: Die Ausgabematrix bekommt {}, und diese Einbettung ist auch eine.</translation>
    </message>
    <message>
        <source>llama-quantize&apos;s rule for {}: the output matrix gets {}.</source>
        <translation>Regel von llama-quantize für {}: Die Ausgabematrix bekommt {}.</translation>
    </message>
    <message>
        <source>llama-quantize&apos;s rule for {}: {} get {}, {}.</source>
        <translation>Regel von llama-quantize für {}: {} bekommen {}, {}.</translation>
    </message>
    <message>
        <source>llama-quantize&apos;s rule for {}: {} get {}.</source>
        <translation>Regel von llama-quantize für {}: {} bekommen {}.</translation>
    </message>
    <message>
        <source>needed</source>
        <translation>nötig</translation>
    </message>
    <message>
        <source>needed by some presets</source>
        <translation>für manche Voreinstellungen nötig</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>nicht verwendet</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>möglich</translation>
    </message>
    <message>
        <source>other matrices</source>
        <translation>andere Matrizen</translation>
    </message>
    <message>
        <source>output projections of attention</source>
        <translation>Output-Projektionen der Attention</translation>
    </message>
    <message>
        <source>query projections</source>
        <translation>Query-Projektionen</translation>
    </message>
    <message>
        <source>the output matrix</source>
        <translation>die Ausgabematrix</translation>
    </message>
    <message>
        <source>token embeddings</source>
        <translation>Token-Einbettungen</translation>
    </message>
    <message>
        <source>up projections</source>
        <translation>Up-Projektionen</translation>
    </message>
    <message>
        <source>value projections</source>
        <translation>Value-Projektionen</translation>
    </message>
    <message>
        <source>where four or more query heads share a KV head</source>
        <translation>wo vier oder mehr Query-Köpfe sich einen KV-Kopf teilen</translation>
    </message>
    <message>
        <source>with an importance matrix</source>
        <translation>mit einer Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>with the package aqlm</source>
        <translation>mit dem Paket aqlm</translation>
    </message>
    <message>
        <source>without an importance matrix</source>
        <translation>ohne Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>{} (some presets from {} on)</source>
        <translation>{} (manche Voreinstellungen ab {})</translation>
    </message>
    <message>
        <source>{} cannot run it; it runs on {}</source>
        <translation>{} kann es nicht ausführen; es läuft auf {}</translation>
    </message>
    <message>
        <source>{} does not load {}: that is for {}</source>
        <translation>{} lädt {} nicht: Das ist für {}</translation>
    </message>
    <message>
        <source>{} gives all matrices but experts {}.</source>
        <translation>{} gibt allen Matrizen außer Experten {}.</translation>
    </message>
    <message>
        <source>{} gives every matrix {}.</source>
        <translation>{} gibt jeder Matrix {}.</translation>
    </message>
    <message>
        <source>{} gives experts {}.</source>
        <translation>{} gibt Experten {}.</translation>
    </message>
    <message>
        <source>{} gives this layer {}.</source>
        <translation>{} gibt dieser Schicht {}.</translation>
    </message>
    <message>
        <source>{} gives {} to all that no rule of llama-quantize singles out.</source>
        <translation>{} gibt {} allem, was keine Regel von llama-quantize heraushebt.</translation>
    </message>
    <message>
        <source>{} is {}; it runs on {}</source>
        <translation>{} ist {}; es läuft auf {}</translation>
    </message>
    <message>
        <source>{} leaves every tensor as it is stored.</source>
        <translation>{} lässt jeden Tensor, wie er gespeichert ist.</translation>
    </message>
    <message>
        <source>{} leaves this layer as it is.</source>
        <translation>{} lässt diese Schicht, wie sie ist.</translation>
    </message>
    <message>
        <source>{} would give it {}, but {}: it stays as it is.</source>
        <translation>{} würde {} geben, aber {}: Es bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>({} bytes of K and V a token + {} of one layer in 16 bits) × {} tokens</source>
        <translation>({} Bytes für K und V pro Token + {} einer Schicht mit 16 Bit) × {} Tokens</translation>
    </message>
    <message>
        <source>({} usable − {} for all but K and V) ÷ {} a sequence</source>
        <translation>({} nutzbar − {} für alles außer K und V) ÷ {} pro Sequenz</translation>
    </message>
    <message>
        <source>512 MiB for CUDA graphs and libraries: 0.2 to 1 GiB are seen</source>
        <translation>512 MiB für CUDA-Graphen und Bibliotheken: 0,2 bis 1 GiB kommen vor</translation>
    </message>
    <message>
        <source>Compute buffer: {}. Plan for a file size instead.</source>
        <translation>Rechenpuffer: {}. Stattdessen für eine Dateigröße planen.</translation>
    </message>
    <message>
        <source>TensorRT-LLM fixes its work space when the engine is built</source>
        <translation>TensorRT-LLM legt seinen Arbeitsbereich fest, wenn die Engine gebaut wird</translation>
    </message>
    <message>
        <source>a batch of {} tokens: 2 × {} × (3 × {} feed-forward + 4 × {} hidden)</source>
        <translation>ein Stapel von {} Tokens: 2 × {} × (3 × {} Feed-Forward + 4 × {} Hidden)</translation>
    </message>
    <message>
        <source>all its layers predict further tokens</source>
        <translation>alle Schichten sagen weitere Tokens voraus</translation>
    </message>
    <message>
        <source>drawing tokens: {} × 4 × {} sequences × {} vocabulary</source>
        <translation>Ziehen der Tokens: {} × 4 × {} Sequenzen × {} Vokabular</translation>
    </message>
    <message>
        <source>how much SGLang works on at the same time is not known</source>
        <translation>wie viel SGLang gleichzeitig bearbeitet, ist nicht bekannt</translation>
    </message>
    <message>
        <source>how much its choice of tokens works on at the same time is not known</source>
        <translation>wie viel die Auswahl der Tokens gleichzeitig bearbeitet, ist nicht bekannt</translation>
    </message>
    <message>
        <source>how vLLM shares main memory is not known</source>
        <translation>wie vLLM den Arbeitsspeicher aufteilt, ist nicht bekannt</translation>
    </message>
    <message>
        <source>how {} keeps the keys by which tokens are chosen is not known</source>
        <translation>wie {} die Schlüssel hält, nach denen Tokens ausgewählt werden, ist nicht bekannt</translation>
    </message>
    <message>
        <source>how {} keeps the state of a recurrence or a convolution is not known</source>
        <translation>wie {} den Zustand einer Rekurrenz oder Faltung hält, ist nicht bekannt</translation>
    </message>
    <message>
        <source>network 2 × {} hidden × {} + 2 × {} tokens × ({} + 2 × {})</source>
        <translation>Netz 2 × {} Hidden × {} + 2 × {} Tokens × ({} + 2 × {})</translation>
    </message>
    <message>
        <source>nothing is kept</source>
        <translation>nichts wird gehalten</translation>
    </message>
    <message>
        <source>output matrix 2 × {} hidden × {} vocabulary + logits 4 × {} tokens × {}</source>
        <translation>Ausgabematrix 2 × {} Hidden × {} Vokabular + Logits 4 × {} Tokens × {}</translation>
    </message>
    <message>
        <source>recurrence 4 × {} tokens × {} values</source>
        <translation>Rekurrenz 4 × {} Tokens × {} Werte</translation>
    </message>
    <message>
        <source>the model does not say the sizes of its recurrence</source>
        <translation>das Modell nennt die Größen seiner Rekurrenz nicht</translation>
    </message>
    <message>
        <source>the model does not say which layers choose tokens, and by what</source>
        <translation>das Modell nennt nicht, welche Schichten Tokens auswählen und wonach</translation>
    </message>
    <message>
        <source>the model does not say which layers have a window</source>
        <translation>das Modell nennt nicht, welche Schichten ein Fenster haben</translation>
    </message>
    <message>
        <source>unknown: in {} it is the kernels that count, not the bandwidth alone</source>
        <translation>unbekannt: in {} zählen die Kernel, nicht die Bandbreite allein</translation>
    </message>
    <message>
        <source>whether {} keeps one narrow vector for all heads is not known</source>
        <translation>ob {} einen schmalen Vektor für alle Köpfe hält, ist nicht bekannt</translation>
    </message>
    <message>
        <source>{} ({} has no cache in {}: {} taken)</source>
        <translation>{} ({} hat keinen Cache in {}: {} genommen)</translation>
    </message>
    <message>
        <source>{} + {} × {} tokens in layers with a window</source>
        <translation>{} + {} × {} Tokens in Schichten mit Fenster</translation>
    </message>
    <message>
        <source>{} bytes of K and V a token × {} tokens</source>
        <translation>{} Bytes für K und V pro Token × {} Tokens</translation>
    </message>
    <message>
        <source>{} bytes of state in {} layers, in F32</source>
        <translation>{} Bytes Zustand in {} Schichten, in F32</translation>
    </message>
    <message>
        <source>{} cells × {} bytes in {} layers with a window of {}</source>
        <translation>{} Zellen × {} Bytes in {} Schichten mit einem Fenster von {}</translation>
    </message>
    <message>
        <source>{}; without {} tensors that predict further tokens: they and their cache are only loaded when they are asked for</source>
        <translation>{}; ohne {} Tensoren, die weitere Tokens voraussagen: sie und ihr Cache werden nur geladen, wenn sie verlangt werden</translation>
    </message>
    <message>
        <source>It has {} tokens, at most {} can be run: {}.</source>
        <translation>Sie hat {} Token, höchstens {} können durchlaufen: {}.</translation>
    </message>
    <message>
        <source>Its layers take keys and values of earlier layers, so that none can be run alone.</source>
        <translation>Ihre Schichten übernehmen Schlüssel und Werte früherer Schichten, sodass keine für sich durchlaufen werden kann.</translation>
    </message>
    <message>
        <source>This model cannot be measured for EXL2</source>
        <translation>Dieses Modell kann für EXL2 nicht gemessen werden</translation>
    </message>
    <message>
        <source>a head of {} values cannot have {} that are rotated</source>
        <translation>ein Kopf mit {} Werten kann nicht {} gedrehte haben</translation>
    </message>
    <message>
        <source>all of its {} layers predict further tokens</source>
        <translation>alle seine {} Schichten sagen weitere Token voraus</translation>
    </message>
    <message>
        <source>channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>Köpfe</translation>
    </message>
    <message>
        <source>heads of values</source>
        <translation>Köpfe der Werte</translation>
    </message>
    <message>
        <source>its experts are chosen in a way that is not known</source>
        <translation>seine Experten werden auf eine unbekannte Art gewählt</translation>
    </message>
    <message>
        <source>layer {} has neither attention nor a feed-forward network that is known</source>
        <translation>Schicht {} hat weder eine bekannte Attention noch ein bekanntes Feed-forward-Netz</translation>
    </message>
    <message>
        <source>layer {} takes keys of an earlier layer, and there is none of its kind</source>
        <translation>Schicht {} übernimmt Schlüssel einer früheren Schicht, und es gibt keine ihrer Art</translation>
    </message>
    <message>
        <source>of {} streams it works on another one than the first</source>
        <translation>von {} Strömen bearbeitet es einen anderen als den ersten</translation>
    </message>
    <message>
        <source>the model has learned that many positions</source>
        <translation>so viele Positionen hat das Modell gelernt</translation>
    </message>
    <message>
        <source>the sizes of its heads are not known</source>
        <translation>die Größen seiner Köpfe sind nicht bekannt</translation>
    </message>
    <message>
        <source>the width of its embeddings by layer is not known</source>
        <translation>die Breite seiner Embeddings je Schicht ist nicht bekannt</translation>
    </message>
    <message>
        <source>values of heads</source>
        <translation>Werte der Köpfe</translation>
    </message>
    <message>
        <source>{} has {} values, expected {}</source>
        <translation>{} hat {} Werte, erwartet sind {}</translation>
    </message>
    <message>
        <source>{} of {} experts cannot be chosen from {} of {} groups</source>
        <translation>{} von {} Experten können nicht aus {} von {} Gruppen gewählt werden</translation>
    </message>
    <message>
        <source>{} {} cannot be shared by {}</source>
        <translation>{} {} lassen sich nicht auf {} verteilen</translation>
    </message>
    <message>
        <source>{}.weight is missing, or its kernel has an impossible length</source>
        <translation>{}.weight fehlt, oder sein Kern hat eine unmögliche Länge</translation>
    </message>
    <message>
        <source>{}.{} is {}</source>
        <translation>{}.{} ist {}</translation>
    </message>
    <message>
        <source>First model: {}</source>
        <translation>Erstes Modell: {}</translation>
    </message>
    <message>
        <source>Its shape is {} in the first model and {} in the second.</source>
        <translation>Seine Form ist {} im ersten Modell und {} im zweiten.</translation>
    </message>
    <message>
        <source>Leave one of the two wishes out.</source>
        <translation>Einen der beiden Wünsche weglassen.</translation>
    </message>
    <message>
        <source>Names are GGUF&apos;s, for example blk.*.ffn_down.weight.</source>
        <translation>Die Namen sind die von GGUF, zum Beispiel blk.*.ffn_down.weight.</translation>
    </message>
    <message>
        <source>No tensor is named.</source>
        <translation>Es ist kein Tensor genannt.</translation>
    </message>
    <message>
        <source>No tensor of the file is called {}</source>
        <translation>Kein Tensor der Datei heißt {}</translation>
    </message>
    <message>
        <source>Only a GGUF file that becomes a GGUF file can keep its header.</source>
        <translation>Nur eine GGUF-Datei, die wieder eine GGUF-Datei wird, kann ihren Kopf behalten.</translation>
    </message>
    <message>
        <source>Only the first model has it.</source>
        <translation>Nur das erste Modell hat ihn.</translation>
    </message>
    <message>
        <source>Only the second model has it.</source>
        <translation>Nur das zweite Modell hat ihn.</translation>
    </message>
    <message>
        <source>Second model: {}</source>
        <translation>Zweites Modell: {}</translation>
    </message>
    <message>
        <source>Some of the tensors come from another model. Limit the size of the files instead.</source>
        <translation>Einige Tensoren kommen aus einem anderen Modell. Stattdessen die Größe der Dateien begrenzen.</translation>
    </message>
    <message>
        <source>Tensors are grafted into GGUF files only.</source>
        <translation>Tensoren werden nur in GGUF-Dateien verpflanzt.</translation>
    </message>
    <message>
        <source>The file has a tensor for every expert, as programs of 2023 wrote them. Convert it to GGUF first.</source>
        <translation>Die Datei hat einen Tensor pro Experten, wie Programme von 2023 sie schrieben. Sie zuerst nach GGUF konvertieren.</translation>
    </message>
    <message>
        <source>The file has no such weight.</source>
        <translation>Die Datei hat kein solches Gewicht.</translation>
    </message>
    <message>
        <source>The files of the source cannot be kept</source>
        <translation>Die Dateien der Quelle können nicht beibehalten werden</translation>
    </message>
    <message>
        <source>The header of the source cannot be kept without all of its layers</source>
        <translation>Der Kopf der Quelle kann ohne alle ihre Schichten nicht beibehalten werden</translation>
    </message>
    <message>
        <source>There is no header to keep</source>
        <translation>Es gibt keinen Kopf, der beibehalten werden könnte</translation>
    </message>
    <message>
        <source>There is nothing to graft</source>
        <translation>Es gibt nichts zu verpflanzen</translation>
    </message>
    <message>
        <source>{} cannot be grafted</source>
        <translation>{} kann nicht verpflanzt werden</translation>
    </message>
    <message>
        <source>{} has no such weight.</source>
        <translation>{} hat kein solches Gewicht.</translation>
    </message>
    <message>
        <source>{} is never quantized.</source>
        <translation>{} wird nie quantisiert.</translation>
    </message>
    <message>
        <source>A GGUF file of a text model holds no image part: take the model&apos;s folder</source>
        <translation>Eine GGUF-Datei eines Textmodells enthält keinen Bildteil: den Ordner des Modells nehmen</translation>
    </message>
    <message>
        <source>A picture becomes no vector at all ({}: 0).</source>
        <translation>Ein Bild wird zu gar keinem Vektor ({}: 0).</translation>
    </message>
    <message>
        <source>An image part cannot become {}</source>
        <translation>Ein Bildteil kann nicht {} werden</translation>
    </message>
    <message>
        <source>Choose F16, BF16, Q8_0 or F32.</source>
        <translation>F16, BF16, Q8_0 oder F32 wählen.</translation>
    </message>
    <message>
        <source>Neither tokenizer_config.json nor tokenizer.json says which token is {}, whose embedding belongs to the image part</source>
        <translation>Weder tokenizer_config.json noch tokenizer.json sagt, welches Token {} ist, dessen Embedding zum Bildteil gehört</translation>
    </message>
    <message>
        <source>The description of the image part contradicts itself</source>
        <translation>Die Beschreibung des Bildteils widerspricht sich</translation>
    </message>
    <message>
        <source>The head size {} is odd, rotary pairs need an even one.</source>
        <translation>Die Kopfgröße {} ist ungerade, RoPE-Paare brauchen eine gerade.</translation>
    </message>
    <message>
        <source>The image part cannot be used: {}</source>
        <translation>Der Bildteil ist nicht verwendbar: {}</translation>
    </message>
    <message>
        <source>The image part is not described: {} is missing</source>
        <translation>Der Bildteil ist nicht beschrieben: {} fehlt</translation>
    </message>
    <message>
        <source>The image part of {} is not known</source>
        <translation>Der Bildteil von {} ist nicht bekannt</translation>
    </message>
    <message>
        <source>The part that hears is left out: the file is for pictures alone</source>
        <translation>Der Teil, der hört, wird weggelassen: die Datei ist nur für Bilder</translation>
    </message>
    <message>
        <source>This model has no image part: its config.json has no vision_config</source>
        <translation>Dieses Modell hat keinen Bildteil: seine config.json hat keine vision_config</translation>
    </message>
    <message>
        <source>hidden_act is &quot;{}&quot;, expected gelu.</source>
        <translation>hidden_act ist „{}“, erwartet wird gelu.</translation>
    </message>
    <message>
        <source>hidden_act is &quot;{}&quot;, expected silu or gelu.</source>
        <translation>hidden_act ist „{}“, erwartet wird silu oder gelu.</translation>
    </message>
    <message>
        <source>{} belongs to layer {}, the image part has {} layers</source>
        <translation>{} gehört zu Schicht {}, der Bildteil hat {} Schichten</translation>
    </message>
    <message>
        <source>{} has no place in an image part of {}</source>
        <translation>{} gehört nicht in einen Bildteil von {}</translation>
    </message>
    <message>
        <source>{} has {} rows, none for token {}</source>
        <translation>{} hat {} Zeilen, keine für Token {}</translation>
    </message>
    <message>
        <source>{} is merger {} of layers between, config.json names {} of them</source>
        <translation>{} ist Zusammenführung {} von Zwischenschichten, config.json nennt {} davon</translation>
    </message>
    <message>
        <source>{} is no ratio.</source>
        <translation>{} ist kein Verhältnis.</translation>
    </message>
    <message>
        <source>{} is there twice, {} being the second</source>
        <translation>{} ist zweimal da, {} ist das zweite</translation>
    </message>
    <message>
        <source>{} names layer {}, the image part has {} layers.</source>
        <translation>{} nennt Schicht {}, der Bildteil hat {} Schichten.</translation>
    </message>
    <message>
        <source>{} values do not divide into {} heads.</source>
        <translation>{} Werte lassen sich nicht auf {} Köpfe aufteilen.</translation>
    </message>
    <message>
        <source>{}: the layers that see the whole picture must follow at equal distances.</source>
        <translation>{}: die Schichten, die das ganze Bild sehen, müssen in gleichen Abständen folgen.</translation>
    </message>
    <message>
        <source>{}{}{} is missing, which an image part of {} needs</source>
        <translation>{}{}{} fehlt, ein Bildteil von {} braucht es</translation>
    </message>
    <message>
        <source>{} is quantized, its values cannot change places</source>
        <translation>{} ist quantisiert, seine Werte können die Plätze nicht wechseln</translation>
    </message>
    <message>
        <source>the inputs of the recurrence</source>
        <translation>die Eingaben der Rekurrenz</translation>
    </message>
    <message>
        <source>the recurrence</source>
        <translation>die Rekurrenz</translation>
    </message>
    <message>
        <source>A calibration goes through all layers one after the other. Convert in one process.</source>
        <translation>Eine Kalibrierung geht alle Schichten nacheinander durch. In einem Prozess konvertieren.</translation>
    </message>
    <message>
        <source>A conversion in shards lies here</source>
        <translation>Hier liegt eine aufgeteilte Konvertierung</translation>
    </message>
    <message>
        <source>A group of it is there twice, or beyond the last.</source>
        <translation>Eine Gruppe darin ist doppelt oder liegt hinter der letzten.</translation>
    </message>
    <message>
        <source>An interrupted conversion lies here</source>
        <translation>Hier liegt eine unterbrochene Konvertierung</translation>
    </message>
    <message>
        <source>Another process is at work on shard {} of {}</source>
        <translation>Ein anderer Prozess arbeitet an Teil {} von {}</translation>
    </message>
    <message>
        <source>Another process is at work on this output</source>
        <translation>Ein anderer Prozess arbeitet an dieser Ausgabe</translation>
    </message>
    <message>
        <source>Calibrated codes cannot be chosen in shards</source>
        <translation>Kalibrierte Codes lassen sich nicht in Teilen wählen</translation>
    </message>
    <message>
        <source>Each is made by the same command with --shard in place of --finish.</source>
        <translation>Jeder entsteht durch denselben Befehl mit --shard anstelle von --finish.</translation>
    </message>
    <message>
        <source>End it with --finish. To give it up, remove {} and the journals beside it, or choose another name.</source>
        <translation>Sie mit --finish beenden. Um sie aufzugeben, {} und die Journale daneben entfernen oder einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>End it with --resume. To give it up, remove {} and its journal, or choose another name.</source>
        <translation>Sie mit --resume beenden. Um sie aufzugeben, {} und ihr Journal entfernen oder einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Files cannot be locked here</source>
        <translation>Dateien lassen sich hier nicht sperren</translation>
    </message>
    <message>
        <source>Give each share once.</source>
        <translation>Jeden Anteil nur einmal angeben.</translation>
    </message>
    <message>
        <source>Group {} is in none of the shares.</source>
        <translation>Gruppe {} ist in keinem der Anteile.</translation>
    </message>
    <message>
        <source>It is cut into {} shards, not {}.</source>
        <translation>Sie ist in {} Teile geteilt, nicht in {}.</translation>
    </message>
    <message>
        <source>It is of Quantlathe {}, this is {}.</source>
        <translation>Sie ist von Quantlathe {}, dies ist {}.</translation>
    </message>
    <message>
        <source>It is of another model, {}.</source>
        <translation>Er gehört zu einem anderen Modell, {}.</translation>
    </message>
    <message>
        <source>It is of another text, {} with {} tokens.</source>
        <translation>Er gehört zu einem anderen Text, {} mit {} Tokens.</translation>
    </message>
    <message>
        <source>It is of other files of the model, other words, groups or encodings, or computed in another way.</source>
        <translation>Er gehört zu anderen Dateien des Modells, anderen Wörtern, Gruppen oder Kodierungen oder ist anders berechnet.</translation>
    </message>
    <message>
        <source>It is of {} shards, the first of {}.</source>
        <translation>Er ist von {} Teilen, der erste von {}.</translation>
    </message>
    <message>
        <source>It uses an importance matrix, the first does not.</source>
        <translation>Er benutzt eine Wichtigkeitsmatrix, der erste nicht.</translation>
    </message>
    <message>
        <source>It uses no importance matrix, the first does.</source>
        <translation>Er benutzt keine Wichtigkeitsmatrix, der erste schon.</translation>
    </message>
    <message>
        <source>Its encodings, options or files are others.</source>
        <translation>Ihre Kodierungen, Optionen oder Dateien sind andere.</translation>
    </message>
    <message>
        <source>Its importance matrix or effort is another.</source>
        <translation>Ihre Wichtigkeitsmatrix oder ihr Aufwand ist anders.</translation>
    </message>
    <message>
        <source>Its model has other files, or they were changed meanwhile.</source>
        <translation>Ihr Modell hat andere Dateien, oder sie wurden inzwischen geändert.</translation>
    </message>
    <message>
        <source>No shards of this output are here</source>
        <translation>Von dieser Ausgabe gibt es hier keine Teile</translation>
    </message>
    <message>
        <source>None was given.</source>
        <translation>Es wurde keiner angegeben.</translation>
    </message>
    <message>
        <source>Not all of the {} shards are done</source>
        <translation>Nicht alle {} Teile sind fertig</translation>
    </message>
    <message>
        <source>Not begun: {}.</source>
        <translation>Nicht begonnen: {}.</translation>
    </message>
    <message>
        <source>Not complete: {}.</source>
        <translation>Nicht vollständig: {}.</translation>
    </message>
    <message>
        <source>Of {} shards: {}.</source>
        <translation>Von {} Teilen: {}.</translation>
    </message>
    <message>
        <source>Processes that share one output need locks. Network file systems have them when they are mounted so; for Lustre the option is flock.</source>
        <translation>Prozesse, die sich eine Ausgabe teilen, brauchen Sperren. Netzdateisysteme haben sie, wenn sie so eingehängt sind; bei Lustre heißt die Option flock.</translation>
    </message>
    <message>
        <source>Remove {} and the other journals of this output to begin anew.</source>
        <translation>{} und die anderen Journale dieser Ausgabe entfernen, um neu zu beginnen.</translation>
    </message>
    <message>
        <source>Run --finish again.</source>
        <translation>--finish noch einmal ausführen.</translation>
    </message>
    <message>
        <source>Run shard {} again: it writes what is missing. Then finish.</source>
        <translation>Teil {} noch einmal ausführen: er schreibt, was fehlt. Dann abschließen.</translation>
    </message>
    <message>
        <source>Run the shard again, then finish.</source>
        <translation>Den Teil noch einmal ausführen, dann abschließen.</translation>
    </message>
    <message>
        <source>Shard {} of {} is there twice</source>
        <translation>Teil {} von {} ist doppelt</translation>
    </message>
    <message>
        <source>Shares are missing</source>
        <translation>Anteile fehlen</translation>
    </message>
    <message>
        <source>The files are being given their names</source>
        <translation>Die Dateien bekommen gerade ihre Namen</translation>
    </message>
    <message>
        <source>This is a shard of another conversion</source>
        <translation>Dies ist ein Teil einer anderen Konvertierung</translation>
    </message>
    <message>
        <source>This is no journal of shard {} of {}</source>
        <translation>Dies ist kein Journal von Teil {} von {}</translation>
    </message>
    <message>
        <source>This is no valid share of sensitivities</source>
        <translation>Dies ist kein gültiger Anteil von Empfindlichkeiten</translation>
    </message>
    <message>
        <source>This share belongs to another measurement</source>
        <translation>Dieser Anteil gehört zu einer anderen Messung</translation>
    </message>
    <message>
        <source>Wait for it to end, or take another shard.</source>
        <translation>Warten, bis er endet, oder einen anderen Teil nehmen.</translation>
    </message>
    <message>
        <source>Wait for it to end.</source>
        <translation>Warten, bis er endet.</translation>
    </message>
    <message>
        <source>Wait for the shards to end that hold {}.</source>
        <translation>Warten, bis die Teile enden, die {} halten.</translation>
    </message>
    <message>
        <source>What the shards wrote is gone, or has another length</source>
        <translation>Was die Teile geschrieben haben, ist fort oder hat eine andere Länge</translation>
    </message>
    <message>
        <source>Write 2/3 for the second of three; there may be up to {}.</source>
        <translation>2/3 für den zweiten von dreien schreiben; es sind bis zu {} möglich.</translation>
    </message>
    <message>
        <source>has no key {}, so it is none.</source>
        <translation>hat keinen Schlüssel {}, ist also keiner.</translation>
    </message>
    <message>
        <source>is missing.</source>
        <translation>fehlt.</translation>
    </message>
    <message>
        <source>must be a number from {} to {}.</source>
        <translation>muss eine Zahl von {} bis {} sein.</translation>
    </message>
    <message>
        <source>must be numbers below {}.</source>
        <translation>müssen Zahlen unter {} sein.</translation>
    </message>
    <message>
        <source>must have one number for each measured group.</source>
        <translation>muss für jede gemessene Gruppe eine Zahl haben.</translation>
    </message>
    <message>
        <source>{} Give every shard the same model, plan and options, or remove the .part and the journals beside it to begin anew.</source>
        <translation>{} Jedem Teil dasselbe Modell, denselben Plan und dieselben Optionen geben, oder die .part und die Journale daneben entfernen, um neu zu beginnen.</translation>
    </message>
    <message>
        <source>{} is not what shard {} wrote</source>
        <translation>{} ist nicht, was Teil {} geschrieben hat</translation>
    </message>
    <message>
        <source>{} names no shard</source>
        <translation>{} bezeichnet keinen Teil</translation>
    </message>
    <message>
        <source>; {} were never reached</source>
        <translation>; {} wurden nie erreicht</translation>
    </message>
    <message>
        <source>Calibration serves matrices in layers. Their encodings here (floats, LLM.int8(), ternary types) have no codes that a text could choose.</source>
        <translation>Kalibriert werden Matrizen in Schichten. Ihre Kodierungen hier (Gleitkommazahlen, LLM.int8(), ternäre Typen) haben keine Codes, die ein Text wählen könnte.</translation>
    </message>
    <message>
        <source>Trying codes</source>
        <translation>Codes werden probiert</translation>
    </message>
    <message>
        <source>all {} matrices saw at least one token for each column</source>
        <translation>alle {} Matrizen haben mindestens ein Token je Spalte gesehen</translation>
    </message>
    <message>
        <source>belongs to a text or to statistics.</source>
        <translation>gehört zu einem Text oder zu Statistiken.</translation>
    </message>
    <message>
        <source>belongs to a text.</source>
        <translation>gehört zu einem Text.</translation>
    </message>
    <message>
        <source>has no file.</source>
        <translation>hat keine Datei.</translation>
    </message>
    <message>
        <source>has no source.</source>
        <translation>hat keine Quelle.</translation>
    </message>
    <message>
        <source>is an unknown key. A calibration has source, file, context, chunks, mode and text_hash.</source>
        <translation>ist ein unbekannter Schlüssel. Eine Kalibrierung hat source, file, context, chunks, mode und text_hash.</translation>
    </message>
    <message>
        <source>must be 16 hexadecimal digits in lower case.</source>
        <translation>müssen 16 kleingeschriebene Hexadezimalziffern sein.</translation>
    </message>
    <message>
        <source>must be &quot;corrected&quot; or &quot;independent&quot;.</source>
        <translation>muss &quot;corrected&quot; oder &quot;independent&quot; sein.</translation>
    </message>
    <message>
        <source>must be &quot;text&quot;, &quot;statistics&quot; or &quot;importance matrix&quot;.</source>
        <translation>muss &quot;text&quot;, &quot;statistics&quot; oder &quot;importance matrix&quot; sein.</translation>
    </message>
    <message>
        <source>{} of {} matrices saw fewer tokens than they have columns, for example {}: {} tokens, {} columns</source>
        <translation>{} von {} Matrizen haben weniger Tokens gesehen, als sie Spalten haben, zum Beispiel {}: {} Tokens, {} Spalten</translation>
    </message>
    <message>
        <source>Convert it from there.</source>
        <translation>Von dort konvertieren.</translation>
    </message>
    <message>
        <source>Fetching file {} of {}</source>
        <translation>Datei {} von {} wird geholt</translation>
    </message>
    <message>
        <source>Remove what the cache keeps of the model, then try again.</source>
        <translation>Entfernen, was der Cache von dem Modell aufbewahrt, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The model is on this machine already</source>
        <translation>Das Modell liegt schon auf diesem Rechner</translation>
    </message>
    <message>
        <source>The model&apos;s files are fetched to this name. Choose another name or remove it.</source>
        <translation>Unter diesem Namen werden die Dateien des Modells abgelegt. Einen anderen Namen wählen oder das Vorhandene entfernen.</translation>
    </message>
    <message>
        <source>The result takes {}, and the model&apos;s files up to {} at a time. Free {} or choose another folder.</source>
        <translation>Das Ergebnis braucht {}, die Dateien des Modells bis zu {} gleichzeitig. {} freigeben oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>{} are needed on {}, {} more than there are</source>
        <translation>{} werden auf {} gebraucht, {} mehr, als frei sind</translation>
    </message>
    <message>
        <source>{} is not the file whose header was looked at</source>
        <translation>{} ist nicht die Datei, deren Kopf angesehen wurde</translation>
    </message>
    <message>
        <source>{} is not what the hub lists</source>
        <translation>{} ist nicht, was der Hub aufführt</translation>
    </message>
    <message>
        <source>in longer texts its layers choose what they look at, and the file has no indexer</source>
        <translation>in längeren Texten wählen seine Schichten aus, was sie ansehen, und die Datei enthält keinen Indexer</translation>
    </message>
    <message>
        <source>layer {} has no heads</source>
        <translation>Schicht {} hat keine Köpfe</translation>
    </message>
    <message>
        <source>the metadata do not list {} for every layer</source>
        <translation>die Metadaten führen {} nicht für jede Schicht auf</translation>
    </message>
    <message>
        <source>the sizes of its indexer do not fit together</source>
        <translation>die Größen seines Indexers passen nicht zusammen</translation>
    </message>
    <message>
        <source>{} does not hold the {} parts that the metadata say</source>
        <translation>{} enthält nicht die {} Teile, die die Metadaten nennen</translation>
    </message>
    <message>
        <source>{} does not say a number for layer {}</source>
        <translation>{} nennt keine Zahl für Schicht {}</translation>
    </message>
    <message>
        <source>{} is missing, or no single floating-point number</source>
        <translation>{} fehlt oder ist keine einzelne Gleitkommazahl</translation>
    </message>
    <message>
        <source>Chosen for memory and speed: its bytes gain at least what their place and the time to read them cost.</source>
        <translation>Für Speicher und Tempo gewählt: Seine Bytes bringen wenigstens, was ihr Platz und die Zeit, sie zu lesen, kosten.</translation>
    </message>
    <message>
        <source>How fast this model would run is not known</source>
        <translation>Wie schnell dieses Modell liefe, ist nicht bekannt</translation>
    </message>
    <message>
        <source>How much main memory there is for the rest is not known. {}</source>
        <translation>Wie viel Hauptspeicher es für den Rest gibt, ist nicht bekannt. {}</translation>
    </message>
    <message>
        <source>How this model would run is not known</source>
        <translation>Wie dieses Modell liefe, ist nicht bekannt</translation>
    </message>
    <message>
        <source>No plan of this model fits {} alone with {} tokens</source>
        <translation>Kein Plan dieses Modells passt allein auf {} bei {} Tokens</translation>
    </message>
    <message>
        <source>No plan of this model fits {} and main memory with {} tokens</source>
        <translation>Kein Plan dieses Modells passt auf {} und in den Hauptspeicher bei {} Tokens</translation>
    </message>
    <message>
        <source>No plan of this model fits {} with {} tokens and {} to spare</source>
        <translation>Kein Plan dieses Modells passt auf {} bei {} Tokens und lässt {} frei</translation>
    </message>
    <message>
        <source>No plan of this model makes {:Lg} tokens/s on {} with {} tokens of context</source>
        <translation>Kein Plan dieses Modells erreicht {:Lg} Tokens/s auf {} mit {} Tokens Kontext</translation>
    </message>
    <message>
        <source>Only what llama.cpp loads can be planned for a machine. Plan for a file size instead.</source>
        <translation>Nur was llama.cpp lädt, kann für einen Rechner geplant werden. Stattdessen lässt sich für eine Dateigröße planen.</translation>
    </message>
    <message>
        <source>The quickest one makes {} ({}, {}, {}): ask for {:Lg} or less, or for fewer tokens of context.</source>
        <translation>Der schnellste erreicht {} ({}, {}, {}): Verlangen Sie {:Lg} oder weniger, oder weniger Tokens Kontext.</translation>
    </message>
    <message>
        <source>The smallest one needs {} on cards and {} of {} in main memory. {}</source>
        <translation>Der kleinste braucht {} auf Karten und {} von {} im Hauptspeicher. {}</translation>
    </message>
    <message>
        <source>The speed is {}.</source>
        <translation>Das Tempo ist {}.</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>unbrauchbar</translation>
    </message>
    <message>
        <source>has no limits.</source>
        <translation>hat keine Grenzen.</translation>
    </message>
    <message>
        <source>main memory</source>
        <translation>Hauptspeicher</translation>
    </message>
    <message>
        <source>must be &quot;file&quot;, &quot;card&quot;, &quot;main memory&quot; or &quot;speed&quot;.</source>
        <translation>muss „file“, „card“, „main memory“ oder „speed“ sein.</translation>
    </message>
    <message>
        <source>must be a list of at most {} limits.</source>
        <translation>muss eine Liste von höchstens {} Grenzen sein.</translation>
    </message>
    <message>
        <source>must be a number of tokens.</source>
        <translation>muss eine Zahl von Tokens sein.</translation>
    </message>
    <message>
        <source>must be a number that is not negative.</source>
        <translation>muss eine Zahl sein, die nicht negativ ist.</translation>
    </message>
    <message>
        <source>must be an object with the key of.</source>
        <translation>muss ein Objekt mit dem Schlüssel of sein.</translation>
    </message>
    <message>
        <source>must be a list of names.</source>
        <translation>muss eine Liste von Namen sein.</translation>
    </message>
    <message>
        <source>A vocabulary of word pieces has the tokens [UNK], [CLS] and [SEP].</source>
        <translation>Ein Vokabular aus Wortstücken hat die Token [UNK], [CLS] und [SEP].</translation>
    </message>
    <message>
        <source>Expected 1: heads are rotated as a whole.</source>
        <translation>Erwartet wird 1: Köpfe werden als Ganzes gedreht.</translation>
    </message>
    <message>
        <source>It has {} pieces, the model {} tokens.</source>
        <translation>Es hat {} Stücke, das Modell {} Token.</translation>
    </message>
    <message>
        <source>It is an encoder, which turns a text into vectors: there is no probability of the next token. Statistics of its inputs (imatrix, calibrate) can be made.</source>
        <translation>Es ist ein Encoder, der aus einem Text Vektoren macht: Eine Wahrscheinlichkeit des nächsten Tokens gibt es nicht. Statistiken seiner Eingaben (imatrix, calibrate) sind möglich.</translation>
    </message>
    <message>
        <source>It is false, expected true: files of PLaMo 2 say which layers have no attention.</source>
        <translation>Der Wert ist false, erwartet wird true: Dateien von PLaMo 2 sagen, welche Schichten keine Attention haben.</translation>
    </message>
    <message>
        <source>It is true, expected false.</source>
        <translation>Der Wert ist true, erwartet wird false.</translation>
    </message>
    <message>
        <source>Line {} is no list of a text, a score and a kind.</source>
        <translation>Zeile {} ist keine Liste aus Text, Bewertung und Art.</translation>
    </message>
    <message>
        <source>The tokenizer of this model is not as expected</source>
        <translation>Der Tokenizer dieses Modells ist nicht wie erwartet</translation>
    </message>
    <message>
        <source>The vocabulary is larger than the model&apos;s</source>
        <translation>Das Vokabular ist größer als das des Modells</translation>
    </message>
    <message>
        <source>This is no list of tokens</source>
        <translation>Das ist keine Liste von Token</translation>
    </message>
    <message>
        <source>This model predicts no tokens</source>
        <translation>Dieses Modell sagt keine Token voraus</translation>
    </message>
    <message>
        <source>how much its recurrence works on at the same time is not known</source>
        <translation>wie viel seine Rekurrenz gleichzeitig bearbeitet, ist nicht bekannt</translation>
    </message>
    <message>
        <source>in longer texts its layers choose blocks of tokens, which is not computed</source>
        <translation>in längeren Texten wählen seine Schichten Blöcke von Token aus, was nicht berechnet wird</translation>
    </message>
    <message>
        <source>its activation &quot;{}&quot; is not known</source>
        <translation>seine Aktivierung „{}“ ist nicht bekannt</translation>
    </message>
    <message>
        <source>tokenizer.ggml.model is &quot;{}&quot;. Supported are &quot;llama&quot; (SentencePiece), &quot;gpt2&quot; (byte-level BPE), &quot;bert&quot; (word pieces) and &quot;t5&quot; (Unigram).</source>
        <translation>tokenizer.ggml.model ist „{}“. Unterstützt werden „llama“ (SentencePiece), „gpt2“ (BPE auf Bytes), „bert“ (Wortstücke) und „t5“ (Unigram).</translation>
    </message>
    <message>
        <source>It is some columns of a quantized matrix, which cannot be decoded alone.</source>
        <translation>Es sind einzelne Spalten einer quantisierten Matrix, die sich nicht für sich dekodieren lassen.</translation>
    </message>
    <message>
        <source>It stays as it is unless a rule says otherwise: it predicts further tokens (MTP), and no text that is run for calibrating or measuring goes through it.</source>
        <translation>Es bleibt, wie es ist, solange keine Regel etwas anderes sagt: Es sagt weitere Tokens voraus (MTP), und kein Text, der zum Kalibrieren oder Messen läuft, geht hindurch.</translation>
    </message>
    <message>
        <source>One lies in its folder {}: open that.</source>
        <translation>Eines liegt in seinem Ordner {}: diesen öffnen.</translation>
    </message>
    <message>
        <source>The source is already quantized ({}): a second rounding adds to the first</source>
        <translation>Die Quelle ist schon quantisiert ({}): Eine zweite Rundung kommt zur ersten hinzu</translation>
    </message>
    <message>
        <source>its last layer predicts further tokens (MTP): no text that is run here goes through it, so it is not calibrated, and its matrices get 8 bits or more unless a rule says otherwise</source>
        <translation>seine letzte Schicht sagt weitere Tokens voraus (MTP): Kein Text, der hier läuft, geht durch sie, deshalb wird sie nicht kalibriert, und ihre Matrizen bekommen 8 Bits oder mehr, solange keine Regel etwas anderes sagt</translation>
    </message>
    <message>
        <source>its last {} layers predict further tokens (MTP): no text that is run here goes through them, so they are not calibrated, and their matrices get 8 bits or more unless a rule says otherwise</source>
        <translation>seine letzten {} Schichten sagen weitere Tokens voraus (MTP): Kein Text, der hier läuft, geht durch sie, deshalb werden sie nicht kalibriert, und ihre Matrizen bekommen 8 Bits oder mehr, solange keine Regel etwas anderes sagt</translation>
    </message>
    <message>
        <source>the pooler (pooler.dense), whose vector the classifier marks, is left out, as llama.cpp&apos;s converter does it: marks of texts will differ from the original&apos;s</source>
        <translation>der Pooler (pooler.dense), dessen Vektor der Klassifikator bewertet, wird weggelassen, wie es der Konverter von llama.cpp tut: Bewertungen von Texten werden von denen des Originals abweichen</translation>
    </message>
    <message>
        <source>{}, unless a rule or --pure says otherwise: it predicts further tokens (MTP), and no text that is run for calibrating or measuring goes through it.</source>
        <translation>{}, solange keine Regel und kein --pure etwas anderes sagt: Es sagt weitere Tokens voraus (MTP), und kein Text, der zum Kalibrieren oder Messen läuft, geht hindurch.</translation>
    </message>
    <message>
        <source>{}{} is missing, which the {} layers of config.json need</source>
        <translation>{}{} fehlt, was die {} Schichten aus config.json brauchen</translation>
    </message>
    <message>
        <source>{}{} is missing: the layers that predict further tokens (MTP) are there only in part</source>
        <translation>{}{} fehlt: Die Schichten, die weitere Tokens voraussagen (MTP), sind nur zum Teil da</translation>
    </message>
    <message>
        <source>Expected one as sentence-transformers writes it.</source>
        <translation>Erwartet wird eine, wie sentence-transformers sie schreibt.</translation>
    </message>
    <message>
        <source>It says {}, expected the mean of all tokens, the first or the last. Without modules.json the way is chosen when the model is run (--pooling).</source>
        <translation>Dort steht {}, erwartet wird das Mittel aller Tokens, das erste oder das letzte. Ohne modules.json wird die Art beim Ausführen des Modells gewählt (--pooling).</translation>
    </message>
    <message>
        <source>This is no list of modules</source>
        <translation>Das ist keine Liste von Modulen</translation>
    </message>
    <message>
        <source>modules.json names it. Take it from where the model comes from, or remove modules.json: then the way of pooling is chosen when the model is run (--pooling).</source>
        <translation>modules.json nennt die Datei. Sie lässt sich von dort holen, woher das Modell kommt; ohne modules.json wird die Art des Poolings beim Ausführen des Modells gewählt (--pooling).</translation>
    </message>
    <message>
        <source>none that is known</source>
        <translation>keine, die bekannt ist</translation>
    </message>
    <message>
        <source>{} ({}) of modules.json changes the vectors of this model and is no part of a GGUF file: what is made of it gives the vectors in front of that</source>
        <translation>{} ({}) aus modules.json verändert die Vektoren dieses Modells und ist kein Teil einer GGUF-Datei: Was daraus entsteht, liefert die Vektoren davor</translation>
    </message>
    <message>
        <source>{} pools vectors in a way that no GGUF file can say</source>
        <translation>{} fasst Vektoren auf eine Art zusammen, die keine GGUF-Datei angeben kann</translation>
    </message>
    <message>
        <source>{} puts vectors pooled in several ways one behind the other; a GGUF file says only the first of them, {}</source>
        <translation>{} hängt Vektoren aneinander, die auf mehrere Arten zusammengefasst sind; eine GGUF-Datei nennt nur die erste davon, {}</translation>
    </message>
    <message>
        <source>({}) ÷ {} cards</source>
        <translation>({}) ÷ {} Karten</translation>
    </message>
    <message>
        <source>Draft model</source>
        <translation>Entwurfsmodell</translation>
    </message>
    <message>
        <source>ExLlamaV2&apos;s sources (cache.py), 2025</source>
        <translation>Quelltext von ExLlamaV2 (cache.py), 2025</translation>
    </message>
    <message>
        <source>ExLlamaV2&apos;s sources (linear.py), 2025</source>
        <translation>Quelltext von ExLlamaV2 (linear.py), 2025</translation>
    </message>
    <message>
        <source>Image part</source>
        <translation>Bildteil</translation>
    </message>
    <message>
        <source>Its architecture is not clip: the mmproj file of the model is meant.</source>
        <translation>Seine Architektur ist nicht clip: Gemeint ist die mmproj-Datei des Modells.</translation>
    </message>
    <message>
        <source>Layers that predict</source>
        <translation>Vorhersagende Schichten</translation>
    </message>
    <message>
        <source>TensorRT-LLM&apos;s page on memory, 2025</source>
        <translation>Seite von TensorRT-LLM über Speicher, 2025</translation>
    </message>
    <message>
        <source>This is no image part</source>
        <translation>Das ist kein Bildteil</translation>
    </message>
    <message>
        <source>a draft model must have the vocabulary of the model: {} tokens, not {}</source>
        <translation>ein Entwurfsmodell muss das Vokabular des Modells haben: {} Tokens, nicht {}</translation>
    </message>
    <message>
        <source>activations of a layer in 16 bits; two published peaks of 2023</source>
        <translation>Aktivierungen einer Schicht in 16 Bit; zwei veröffentlichte Spitzenwerte von 2023</translation>
    </message>
    <message>
        <source>as eight channels or more</source>
        <translation>wie acht Kanäle oder mehr</translation>
    </message>
    <message>
        <source>as four channels</source>
        <translation>wie vier Kanäle</translation>
    </message>
    <message>
        <source>as one channel of DDR4</source>
        <translation>wie ein Kanal DDR4</translation>
    </message>
    <message>
        <source>as two channels of DDR4</source>
        <translation>wie zwei Kanäle DDR4</translation>
    </message>
    <message>
        <source>as two channels of DDR5</source>
        <translation>wie zwei Kanäle DDR5</translation>
    </message>
    <message>
        <source>as vLLM&apos;s, windows kept whole; July 2026</source>
        <translation>wie vLLM, Fenster bleiben ganz; Juli 2026</translation>
    </message>
    <message>
        <source>expected to break the model</source>
        <translation>macht das Modell voraussichtlich unbrauchbar</translation>
    </message>
    <message>
        <source>fitted to llama-bench tables (llama.cpp discussions 4167, 10879, 15013), October 2026</source>
        <translation>angepasst an Tabellen von llama-bench (llama.cpp, Diskussionen 4167, 10879, 15013), Oktober 2026</translation>
    </message>
    <message>
        <source>fitted to three logs of vLLM, December 2024 to February 2025</source>
        <translation>angepasst an drei Protokolle von vLLM, Dezember 2024 bis Februar 2025</translation>
    </message>
    <message>
        <source>fitted to what llama.cpp printed, October 2026</source>
        <translation>angepasst an das, was llama.cpp ausgab, Oktober 2026</translation>
    </message>
    <message>
        <source>five models on an RTX 3060 (llmfit&apos;s benchmark cache, 2026)</source>
        <translation>fünf Modelle auf einer RTX 3060 (Messwerte von llmfit, 2026)</translation>
    </message>
    <message>
        <source>gguf-parser-go issue 44, August 2026</source>
        <translation>gguf-parser-go, Eintrag 44, August 2026</translation>
    </message>
    <message>
        <source>llama.cpp&apos;s sources (llama-kv-cache, llama-memory-recurrent), October 2026</source>
        <translation>Quelltext von llama.cpp (llama-kv-cache, llama-memory-recurrent), Oktober 2026</translation>
    </message>
    <message>
        <source>llama.cpp&apos;s sources (llama-model.cpp, load_tensors), October 2026</source>
        <translation>Quelltext von llama.cpp (llama-model.cpp, load_tensors), Oktober 2026</translation>
    </message>
    <message>
        <source>logs of vLLM, 2025 and 2026</source>
        <translation>Protokolle von vLLM, 2025 und 2026</translation>
    </message>
    <message>
        <source>no source found, November 2026</source>
        <translation>keine Quelle gefunden, November 2026</translation>
    </message>
    <message>
        <source>only for models that were trained for it</source>
        <translation>nur für Modelle, die dafür trainiert wurden</translation>
    </message>
    <message>
        <source>sizes of the number formats, to the byte</source>
        <translation>Größen der Zahlenformate, auf das Byte genau</translation>
    </message>
    <message>
        <source>the model has no layers that predict further tokens</source>
        <translation>das Modell hat keine Schichten, die weitere Tokens vorhersagen</translation>
    </message>
    <message>
        <source>the same file as {}</source>
        <translation>dieselbe Datei wie {}</translation>
    </message>
    <message>
        <source>transformers&apos; DynamicCache, 2026</source>
        <translation>DynamicCache von transformers, 2026</translation>
    </message>
    <message>
        <source>vLLM&apos;s sources (kv_cache_interface.py), July 2026</source>
        <translation>Quelltext von vLLM (kv_cache_interface.py), Juli 2026</translation>
    </message>
    <message>
        <source>weights {} + KV cache {} + compute {}</source>
        <translation>Gewichte {} + KV-Cache {} + Rechenpuffer {}</translation>
    </message>
    <message>
        <source>{} + logits 4 × {} tokens × ({} vocabulary + {} hidden)</source>
        <translation>{} + Logits 4 × {} Tokens × ({} Vokabular + {} verborgen)</translation>
    </message>
    <message>
        <source>{} bytes of weights + 705 MiB to work on an image, the most of four models that were measured</source>
        <translation>{} Bytes Gewichte + 705 MiB für die Arbeit an einem Bild, das Meiste von vier gemessenen Modellen</translation>
    </message>
    <message>
        <source>{} bytes of weights + {}</source>
        <translation>{} Bytes Gewichte + {}</translation>
    </message>
    <message>
        <source>{} bytes of weights; an image&apos;s work space is not counted</source>
        <translation>{} Bytes Gewichte; der Arbeitsspeicher für ein Bild zählt nicht mit</translation>
    </message>
    <message>
        <source>{} does not use layers that predict further tokens</source>
        <translation>{} verwendet keine Schichten, die weitere Tokens vorhersagen</translation>
    </message>
    <message>
        <source>{} is not larger and loses no more</source>
        <translation>{} ist nicht größer und verliert nicht mehr</translation>
    </message>
    <message>
        <source>{} pages × {} layers × {} tokens × {} bytes: a page is as large as a state</source>
        <translation>{} Seiten × {} Schichten × {} Tokens × {} Bytes: eine Seite ist so groß wie ein Zustand</translation>
    </message>
    <message>
        <source>how much its encoder works on at the same time is not known</source>
        <translation>wie viel sein Encoder gleichzeitig bearbeitet, ist nicht bekannt</translation>
    </message>
    <message>
        <source>how {} keeps what cross-attention looks at is not known</source>
        <translation>wie {} hält, was die Kreuz-Attention ansieht, ist nicht bekannt</translation>
    </message>
    <message>
        <source>B</source>
        <translation>Mrd.</translation>
    </message>
    <message>
        <source>Bits/weight</source>
        <translation>Bits/Gewicht</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>Kosinus</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Excess kurtosis</source>
        <translation>Exzess-Kurtosis</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Infinite</source>
        <translation>Unendlich</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL-Divergenz</translation>
    </message>
    <message>
        <source>Largest change</source>
        <translation>Größte Änderung</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>M</source>
        <translation>Mio.</translation>
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
        <source>Minimum</source>
        <translation>Minimum</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation>Relativer Fehler</translation>
    </message>
    <message>
        <source>Signal to noise</source>
        <translation>Signal-Rausch-Abstand</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Std deviation</source>
        <translation>Std.-Abweichung</translation>
    </message>
    <message>
        <source>T</source>
        <translation>Bio.</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>Unsicherheit</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Values more than six standard deviations out, in a million</source>
        <translation>Werte, die mehr als sechs Standardabweichungen entfernt liegen, pro Million</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>Nullen</translation>
    </message>
    <message>
        <source>gains {} nats per {}; elsewhere they gain {}</source>
        <translation>bringt {} Nats pro {}; anderswo bringen sie {}</translation>
    </message>
    <message>
        <source>k</source>
        <translation>k</translation>
    </message>
    <message>
        <source>loses {} nats per {} saved; elsewhere they gain only {}</source>
        <translation>verliert {} Nats pro gesparten {}; anderswo bringen sie nur {}</translation>
    </message>
    <message>
        <source>max |W − Q|</source>
        <translation>max |W − Q|</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>Nats</translation>
    </message>
    <message>
        <source>n·Σ(w − mean)⁴ ÷ (Σ(w − mean)²)² − 3; 0 for a normal distribution</source>
        <translation>n·Σ(w − Mittelwert)⁴ ÷ (Σ(w − Mittelwert)²)² − 3; 0 bei einer Normalverteilung</translation>
    </message>
    <message>
        <source>would pay: {} nats per {}, elsewhere {}</source>
        <translation>würde sich lohnen: {} Nats pro {}, anderswo {}</translation>
    </message>
    <message>
        <source>{}, {}</source>
        <translation>{}, {}</translation>
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
        <translation>√(Σ(w − Mittelwert)² ÷ n)</translation>
    </message>
    <message>
        <source>columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>config.json says that the weights are quantized by &quot;{}&quot;, which may change more than their form, and they are plain numbers: if they are the model, remove quantization_config</source>
        <translation>config.json sagt, die Gewichte seien mit „{}“ quantisiert, was mehr als ihre Form ändern kann, und sie sind einfache Zahlen: Sind sie das Modell, quantization_config entfernen</translation>
    </message>
    <message>
        <source>{} was passed over: it is a Git LFS pointer, the file itself was not downloaded</source>
        <translation>{} wurde übergangen: Es ist ein Git-LFS-Zeiger, die Datei selbst wurde nicht heruntergeladen</translation>
    </message>
    <message>
        <source>The system&apos;s library refuses to.</source>
        <translation>Die Bibliothek des Systems weigert sich.</translation>
    </message>
    <message>
        <source>graphics cards are not looked for on this system</source>
        <translation>nach Grafikkarten wird auf diesem System nicht gesucht</translation>
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
    <message>
        <source>Quantlathe cannot start</source>
        <translation>Quantlathe kann nicht starten</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::AddressDialog</name>
    <message>
        <source>Open an address</source>
        <translation>Eine Adresse öffnen</translation>
    </message>
    <message>
        <source>A model on a hub, such as hf:ORG/NAME or the address of its page in a browser. Only its headers are read, a few MB: sizes, memory and plans are exact. It can be downloaded afterwards.</source>
        <translation>Ein Modell auf einem Hub, etwa hf:ORG/NAME oder die Adresse seiner Seite im Browser. Gelesen werden nur die Kopfdaten, wenige MB: Größen, Speicher und Pläne sind genau. Danach lässt es sich herunterladen.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
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
    <name>quantlathe::ui::BesideButton</name>
    <message>
        <source>What is loaded with the model and takes memory, too</source>
        <translation>Was mit dem Modell geladen wird und auch Speicher braucht</translation>
    </message>
    <message>
        <source>Layers that predict further tokens</source>
        <translation>Schichten, die weitere Tokens vorhersagen</translation>
    </message>
    <message>
        <source>Image part (mmproj)…</source>
        <translation>Bildteil (mmproj) …</translation>
    </message>
    <message>
        <source>Draft model…</source>
        <translation>Entwurfsmodell …</translation>
    </message>
    <message>
        <source>Nothing beside it</source>
        <translation>Nichts daneben</translation>
    </message>
    <message>
        <source>MTP</source>
        <translation>MTP</translation>
    </message>
    <message>
        <source>image part</source>
        <translation>Bildteil</translation>
    </message>
    <message>
        <source>draft model</source>
        <translation>Entwurfsmodell</translation>
    </message>
    <message>
        <source>Beside it: nothing</source>
        <translation>Daneben: nichts</translation>
    </message>
    <message>
        <source>Beside it: %1</source>
        <translation>Daneben: %1</translation>
    </message>
    <message>
        <source>The part that sees</source>
        <translation>Der Teil, der sieht</translation>
    </message>
    <message>
        <source>GGUF files (*.gguf)</source>
        <translation>GGUF-Dateien (*.gguf)</translation>
    </message>
    <message>
        <source>The model that drafts</source>
        <translation>Das Modell, das entwirft</translation>
    </message>
    <message>
        <source>Models (*.safetensors *.gguf *.index.json);;All files (*)</source>
        <translation>Modelle (*.safetensors *.gguf *.index.json);;Alle Dateien (*)</translation>
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
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Fits GPU</source>
        <translation>Auf GPU</translation>
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
        <translation>Beste suchen</translation>
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
        <source>%1 less loss at the same size</source>
        <translation>%1 weniger Verlust bei gleicher Größe</translation>
    </message>
    <message>
        <source>%1 less loss than %2</source>
        <translation>%1 weniger Verlust als %2</translation>
    </message>
    <message>
        <source>%1 more loss at the same size</source>
        <translation>%1 mehr Verlust bei gleicher Größe</translation>
    </message>
    <message>
        <source>%1 more loss than %2</source>
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
        <translation>Zum Optimum</translation>
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
    <message>
        <source>On the scale of</source>
        <translation>Maßstab von</translation>
    </message>
    <message>
        <source>%1 measured presets</source>
        <translation>%1 Messungen</translation>
    </message>
    <message>
        <source>A job: what an error in each part of this model does to its answers, however long it takes. Mixes of this model are searched by that from then on</source>
        <translation>Ein Auftrag: was ein Fehler in jedem Teil dieses Modells mit seinen Antworten macht, wie lange es auch dauert. Mischungen dieses Modells werden von da an damit gesucht</translation>
    </message>
    <message>
        <source>Measuring sensitivities, %1</source>
        <translation>Misst Empfindlichkeiten, %1</translation>
    </message>
    <message>
        <source>Measure sensitivities</source>
        <translation>Empfindlichkeiten messen</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>Tokens a second, at least</source>
        <translation>Tokens pro Sekunde, mindestens</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>Mindestens</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>Tokens/s</translation>
    </message>
    <message>
        <source>The best mix that makes so many tokens a second, in memory of the card and of this computer together</source>
        <translation>Die beste Mischung, die so viele Tokens pro Sekunde schafft, im Speicher der Karte und dieses Rechners zusammen</translation>
    </message>
    <message>
        <source>Only of GGUF files in llama.cpp is it known how layers in main memory slow them down</source>
        <translation>Nur von GGUF-Dateien in llama.cpp ist bekannt, wie Schichten im Arbeitsspeicher sie bremsen</translation>
    </message>
    <message>
        <source>1 ms more saves</source>
        <translation>1 ms mehr spart</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::CalibrationPanel</name>
    <message>
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>Choose text…</source>
        <translation>Text wählen …</translation>
    </message>
    <message>
        <source>A text (UTF-8) of the kind that the model will see</source>
        <translation>Ein Text (UTF-8) von der Art, die das Modell sehen wird</translation>
    </message>
    <message>
        <source>Usual text</source>
        <translation>Üblicher Text</translation>
    </message>
    <message>
        <source>The text that comes with the program</source>
        <translation>Der Text, der mit dem Programm kommt</translation>
    </message>
    <message>
        <source>Choose a text</source>
        <translation>Einen Text wählen</translation>
    </message>
    <message>
        <source>Not with this plan. %1</source>
        <translation>Nicht mit diesem Plan. %1</translation>
    </message>
    <message>
        <source>the text that comes with the program</source>
        <translation>der Text, der mit dem Programm kommt</translation>
    </message>
    <message>
        <source>%1 cannot be written without it, or an importance matrix.</source>
        <translation>%1 kann ohne sie oder eine Wichtigkeitsmatrix nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>A text</source>
        <translation>Ein Text</translation>
    </message>
    <message>
        <source>Importance matrix</source>
        <translation>Wichtigkeitsmatrix</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>Te&amp;xt</source>
        <translation>Te&amp;xt</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Sequences</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Tokens of a sequence</source>
        <translation>Tokens eines Abschnitts</translation>
    </message>
    <message>
        <source>Se&amp;quences</source>
        <translation>A&amp;bschnitte</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Korrigiert</translation>
    </message>
    <message>
        <source>Independent</source>
        <translation>Unabhängig</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Corrected: each matrix also makes up for the errors of the ones before it. Independent: each for itself, for the model&apos;s own activations</source>
        <translation>Korrigiert: Jede Matrix gleicht auch die Fehler derer vor ihr aus. Unabhängig: jede für sich, für die Aktivierungen des Modells selbst</translation>
    </message>
    <message>
        <source>Texts (*.txt *.md *.raw);;All files (*)</source>
        <translation>Texte (*.txt *.md *.raw);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>as usual</source>
        <translation>wie üblich</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Tokens</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>about %1 on this computer</source>
        <translation>etwa %1 auf diesem Rechner</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>up to %1 beside the model&apos;s run</source>
        <translation>bis zu %1 neben dem Lauf des Modells</translation>
    </message>
    <message>
        <source>Codes make up for each other&apos;s errors, matrix after matrix: the same size and format, often half the divergence.</source>
        <translation>Codes gleichen gegenseitig ihre Fehler aus, Matrix für Matrix: gleiche Größe, gleiches Format, oft die halbe Divergenz.</translation>
    </message>
    <message>
        <source>Codes are chosen by the weights alone. A text tells which inputs of a matrix are loud and which speak together; an importance matrix, made by llama-imatrix from this model, only the first. Some presets below 3 bits need one of them.</source>
        <translation>Codes wählen allein die Gewichte. Ein Text verrät, welche Eingänge einer Matrix laut sind und welche gemeinsam sprechen; eine Wichtigkeitsmatrix, die llama-imatrix aus diesem Modell gemacht hat, nur das Erste. Manche Voreinstellungen unter 3 Bits brauchen eines von beiden.</translation>
    </message>
    <message>
        <source>No text with this plan. %1</source>
        <translation>Kein Text bei diesem Plan. %1</translation>
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
    <message>
        <source>Loads in</source>
        <translation>Ladbar in</translation>
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
        <source>x axis</source>
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
        <source>y axis</source>
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
        <source>Exact errors</source>
        <translation>Genaue Fehler</translation>
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
        <source>lower left is better</source>
        <translation>links unten ist besser</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ConsumerLine</name>
    <message>
        <source>no program that is checked here</source>
        <translation>keinem Programm, das hier geprüft wird</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ConsumerList</name>
    <message>
        <source>Needs: %1</source>
        <translation>Braucht: %1</translation>
    </message>
    <message>
        <source>As of %1.</source>
        <translation>Stand %1.</translation>
    </message>
    <message>
        <source>As of %1, version %2.</source>
        <translation>Stand %1, Version %2.</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Not known to load it: %1.</source>
        <translation>Nicht bekannt, dass sie es laden: %1.</translation>
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
    <name>quantlathe::ui::ConvertSheet</name>
    <message>
        <source>Convert</source>
        <translation>Konvertieren</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>&amp;Destination</source>
        <translation>&amp;Ziel</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen…</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>Who loads it</source>
        <translation>Wer es lädt</translation>
    </message>
    <message>
        <source>Copy as &amp;command</source>
        <translation>Als &amp;Befehl kopieren</translation>
    </message>
    <message>
        <source>Copy the command that does this without a window</source>
        <translation>Den Befehl kopieren, der dies ohne Fenster tut</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Folder (*)</source>
        <translation>Ordner (*)</translation>
    </message>
    <message>
        <source>Name the new folder</source>
        <translation>Den neuen Ordner benennen</translation>
    </message>
    <message>
        <source>Name the new file</source>
        <translation>Die neue Datei benennen</translation>
    </message>
    <message>
        <source>Convert to %1</source>
        <translation>Konvertieren in %1</translation>
    </message>
    <message>
        <source>%1 bits per weight</source>
        <translation>%1 Bits je Gewicht</translation>
    </message>
    <message>
        <source>%1, exactly %2 bytes</source>
        <translation>%1, genau %2 Bytes</translation>
    </message>
    <message>
        <source>Asking the rules of each program</source>
        <translation>Die Regeln jedes Programms werden befragt</translation>
    </message>
    <message>
        <source>Choose where to write</source>
        <translation>Wählen Sie, wohin geschrieben wird</translation>
    </message>
    <message>
        <source>%1 exists already and would be replaced</source>
        <translation>%1 gibt es schon und würde ersetzt</translation>
    </message>
    <message>
        <source>Convert all the same</source>
        <translation>Trotzdem konvertieren</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>Trying how fast this machine is</source>
        <translation>Es wird versucht, wie schnell dieser Rechner ist</translation>
    </message>
    <message>
        <source>Not known: %1</source>
        <translation>Nicht bekannt: %1</translation>
    </message>
    <message>
        <source>Less than a second, by a short trial on this machine</source>
        <translation>Weniger als eine Sekunde, nach einem kurzen Versuch auf diesem Rechner</translation>
    </message>
    <message>
        <source>About %1, by a short trial on this machine</source>
        <translation>Etwa %1, nach einem kurzen Versuch auf diesem Rechner</translation>
    </message>
    <message>
        <source>Up to %1 beside the model&apos;s run</source>
        <translation>Bis zu %1 neben dem Lauf des Modells</translation>
    </message>
    <message>
        <source>Up to %1</source>
        <translation>Bis zu %1</translation>
    </message>
    <message>
        <source>%1, %2 are free</source>
        <translation>%1, %2 sind frei</translation>
    </message>
    <message>
        <source>None: %1</source>
        <translation>Keine: %1</translation>
    </message>
    <message>
        <source>Importance matrix %1</source>
        <translation>Wichtigkeitsmatrix %1</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Also the &amp;image part</source>
        <translation>Auch der &amp;Bildteil</translation>
    </message>
    <message>
        <source>What turns pictures into vectors, as llama.cpp loads it: a file of its own (mmproj)</source>
        <translation>Was Bilder in Vektoren verwandelt, wie llama.cpp es lädt: eine eigene Datei (mmproj)</translation>
    </message>
    <message>
        <source>Type of the image part</source>
        <translation>Typ des Bildteils</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 free. The model&apos;s %2 are fetched file by file, up to %3 lie here at a time, none is kept</source>
        <translation>%1 frei. Die %2 des Modells werden Datei für Datei geholt, bis zu %3 liegen gleichzeitig hier, behalten wird nichts</translation>
    </message>
    <message>
        <source>As long as it takes to fetch %1, or longer</source>
        <translation>So lange, wie es dauert, %1 zu holen, oder länger</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::DifferenceModel</name>
    <message>
        <source>only in the first</source>
        <translation>nur im ersten</translation>
    </message>
    <message>
        <source>only in the second</source>
        <translation>nur im zweiten</translation>
    </message>
    <message>
        <source>other shape</source>
        <translation>andere Form</translation>
    </message>
    <message>
        <source>stored alike</source>
        <translation>gleich gespeichert</translation>
    </message>
    <message>
        <source>other encoding</source>
        <translation>andere Kodierung</translation>
    </message>
    <message>
        <source>same bytes</source>
        <translation>dieselben Bytes</translation>
    </message>
    <message>
        <source>same values</source>
        <translation>dieselben Werte</translation>
    </message>
    <message>
        <source>other values</source>
        <translation>andere Werte</translation>
    </message>
    <message>
        <source>other bytes</source>
        <translation>andere Bytes</translation>
    </message>
    <message>
        <source>%1 values are NaN or infinite on either side; they do not count</source>
        <translation>%1 Werte sind auf einer Seite NaN oder unendlich; sie zählen nicht mit</translation>
    </message>
    <message>
        <source>√(Σ(a − b)² ÷ Σa²), a: the first model, b: the second</source>
        <translation>√(Σ(a − b)² ÷ Σa²), a: das erste Modell, b: das zweite</translation>
    </message>
    <message>
        <source>The largest |a − b|</source>
        <translation>Das größte |a − b|</translation>
    </message>
    <message>
        <source>Cosine of the angle between both, as vectors: 1 is the same direction</source>
        <translation>Kosinus des Winkels zwischen beiden als Vektoren: 1 ist dieselbe Richtung</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erstes</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Zweites</translation>
    </message>
    <message>
        <source>First, MB</source>
        <translation>Erstes, MB</translation>
    </message>
    <message>
        <source>Second, MB</source>
        <translation>Zweites, MB</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::DifferenceService</name>
    <message>
        <source>The values of %1 are not on this computer</source>
        <translation>Die Werte von %1 sind nicht auf diesem Rechner</translation>
    </message>
    <message>
        <source>The two models have no tensor of one name and shape in common</source>
        <translation>Die beiden Modelle haben keinen Tensor mit gleichem Namen und gleicher Form</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::DifferenceWindow</name>
    <message>
        <source>%1 beside %2</source>
        <translation>%1 neben %2</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erstes</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Zweites</translation>
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
        <source>Part of a name, a pattern with * and ?, or role:attn_q  layer:3-7  type:Q4_K; words are joined by &quot;and&quot; (Ctrl+F)</source>
        <translation>Teil eines Namens, ein Muster mit * und ?, oder role:attn_q  layer:3-7  type:Q4_K; Wörter werden mit „und“ verknüpft (Strg+F)</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Only what differs</source>
        <translation>Nur Unterschiede</translation>
    </message>
    <message>
        <source>Tensors that are shown</source>
        <translation>Gezeigte Tensoren</translation>
    </message>
    <message>
        <source>Tensors of both models</source>
        <translation>Tensoren beider Modelle</translation>
    </message>
    <message>
        <source>Metadata that are not the same</source>
        <translation>Metadaten, die nicht gleich sind</translation>
    </message>
    <message>
        <source>Neither model has a tensor.</source>
        <translation>Keines der Modelle hat einen Tensor.</translation>
    </message>
    <message>
        <source>Tensors, %1</source>
        <translation>Tensoren, %1</translation>
    </message>
    <message>
        <source>Both say the same in their metadata.</source>
        <translation>Beide sagen in ihren Metadaten dasselbe.</translation>
    </message>
    <message>
        <source>Metadata, %1</source>
        <translation>Metadaten, %1</translation>
    </message>
    <message>
        <source>a copy of the first</source>
        <translation>eine Kopie des ersten</translation>
    </message>
    <message>
        <source>a copy of the second</source>
        <translation>eine Kopie des zweiten</translation>
    </message>
    <message>
        <source>Into which file tensors are grafted</source>
        <translation>In welche Datei Tensoren verpflanzt werden</translation>
    </message>
    <message>
        <source>%1, %2 bits</source>
        <translation>%1, %2 Bits</translation>
    </message>
    <message>
        <source>Encoding of grafted tensors</source>
        <translation>Kodierung der verpflanzten Tensoren</translation>
    </message>
    <message>
        <source>Graft into</source>
        <translation>Verpflanzen in</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>Progress of the comparison</source>
        <translation>Fortschritt des Vergleichs</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>The rows that are shown, as CSV (Ctrl+E)</source>
        <translation>Die gezeigten Zeilen als CSV (Strg+E)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>%1 stored alike</source>
        <translation>%1 gleich gespeichert</translation>
    </message>
    <message>
        <source>%1 in another encoding</source>
        <translation>%1 in anderer Kodierung</translation>
    </message>
    <message>
        <source>%1 of another shape</source>
        <translation>%1 von anderer Form</translation>
    </message>
    <message>
        <source>%1 only in the first</source>
        <translation>%1 nur im ersten</translation>
    </message>
    <message>
        <source>%1 only in the second</source>
        <translation>%1 nur im zweiten</translation>
    </message>
    <message>
        <source>%1; %2 and %3 of weights</source>
        <translation>%1; %2 und %3 Gewichte</translation>
    </message>
    <message>
        <source>%1 with the same bytes, %2 with the same values, %3 with others</source>
        <translation>%1 mit denselben Bytes, %2 mit denselben Werten, %3 mit anderen</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Compare &amp;values</source>
        <translation>&amp;Werte vergleichen</translation>
    </message>
    <message>
        <source>What was found stays</source>
        <translation>Was gefunden wurde, bleibt</translation>
    </message>
    <message>
        <source>Read both: which tensors are the same, and how far the others are apart</source>
        <translation>Beide lesen: welche Tensoren gleich sind und wie weit die anderen auseinanderliegen</translation>
    </message>
    <message>
        <source>Stopped: %1</source>
        <translation>Angehalten: %1</translation>
    </message>
    <message>
        <source>Values are not compared yet</source>
        <translation>Werte sind noch nicht verglichen</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, noch %1</translation>
    </message>
    <message>
        <source>Comparing, %1%2</source>
        <translation>Vergleicht, %1%2</translation>
    </message>
    <message>
        <source>Tensors are grafted into GGUF files; neither model is one</source>
        <translation>Tensoren werden in GGUF-Dateien verpflanzt; keines der Modelle ist eine</translation>
    </message>
    <message>
        <source>The values of %1 are not on this computer</source>
        <translation>Die Werte von %1 sind nicht auf diesem Rechner</translation>
    </message>
    <message>
        <source>&amp;Graft…</source>
        <translation>&amp;Verpflanzen…</translation>
    </message>
    <message>
        <source>&amp;Graft 1 tensor…</source>
        <translation>1 Tensor &amp;verpflanzen…</translation>
    </message>
    <message>
        <source>&amp;Graft %1 tensors…</source>
        <translation>%1 Tensoren &amp;verpflanzen…</translation>
    </message>
    <message>
        <source>Select tensors that both models have and that can be quantized</source>
        <translation>Tensoren wählen, die beide Modelle haben und die quantisiert werden können</translation>
    </message>
    <message>
        <source>Write a copy of %1 with these tensors encoded anew from %2; all others stay bit for bit</source>
        <translation>Eine Kopie von %1 schreiben, in der diese Tensoren aus %2 neu kodiert sind; alle anderen bleiben Bit für Bit gleich</translation>
    </message>
    <message>
        <source>Graft 1 tensor as %1</source>
        <translation>1 Tensor als %1 verpflanzen</translation>
    </message>
    <message>
        <source>Graft %1 tensors as %2</source>
        <translation>%1 Tensoren als %2 verpflanzen</translation>
    </message>
    <message>
        <source>&amp;KL divergence</source>
        <translation>&amp;KL-Divergenz</translation>
    </message>
    <message>
        <source>A job: runs a text through both and compares their answers, %1 against %2. Text and windows are those of Measure quality</source>
        <translation>Ein Auftrag: schickt einen Text durch beide und vergleicht ihre Antworten, %1 gegen %2. Text und Fenster sind die von „Qualität messen“</translation>
    </message>
    <message>
        <source>&amp;KL divergence, %1</source>
        <translation>&amp;KL-Divergenz, %1</translation>
    </message>
    <message>
        <source>KL divergence of %1 against %2: %3 nats a token; the same most likely token: %4; %5 tokens of %6</source>
        <translation>KL-Divergenz von %1 gegen %2: %3 Nat je Token; gleiches wahrscheinlichstes Token: %4; %5 Token aus %6</translation>
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
    <message>
        <source>%1 is a plan</source>
        <translation>%1 ist ein Plan</translation>
    </message>
    <message>
        <source>Open the model that it is for first.</source>
        <translation>Zuerst das Modell öffnen, für das er gilt.</translation>
    </message>
    <message>
        <source>Plan for %1</source>
        <translation>Plan für %1</translation>
    </message>
    <message>
        <source>A model&apos;s folder, a safetensors, GGUF or PyTorch file, or the address of a model on a hub</source>
        <translation>Der Ordner eines Modells, eine safetensors-, GGUF- oder PyTorch-Datei oder die Adresse eines Modells auf einem Hub</translation>
    </message>
    <message>
        <source>Open address…</source>
        <translation>Adresse öffnen…</translation>
    </message>
    <message>
        <source>Compare %1 with %2</source>
        <translation>%1 mit %2 vergleichen</translation>
    </message>
    <message>
        <source>Side by side, tensor by tensor. %1 stays open.</source>
        <translation>Nebeneinander, Tensor für Tensor. %1 bleibt offen.</translation>
    </message>
    <message>
        <source>Merge %1</source>
        <translation>%1 einrechnen</translation>
    </message>
    <message>
        <source>LoRA adapter, to be merged into the model it belongs to</source>
        <translation>LoRA-Adapter, der in das Modell eingerechnet wird, zu dem er gehört</translation>
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
    <name>quantlathe::ui::ExplainCard</name>
    <message>
        <source>by role and depth, not measured</source>
        <translation>nach Rolle und Tiefe, nicht gemessen</translation>
    </message>
    <message>
        <source>by role and depth, errors weighed by the importance matrix</source>
        <translation>nach Rolle und Tiefe, Fehler mit der Wichtigkeitsmatrix gewichtet</translation>
    </message>
    <message>
        <source>measured on this model</source>
        <translation>an diesem Modell gemessen</translation>
    </message>
    <message>
        <source>%1 nats a token, of all that share the encoding</source>
        <translation>%1 Nats pro Token, von allen mit dieser gemeinsamen Kodierung</translation>
    </message>
    <message>
        <source>error (%1)² × sensitivity %2 = %3 nats a token</source>
        <translation>Fehler (%1)² × Empfindlichkeit %2 = %3 Nats pro Token</translation>
    </message>
    <message>
        <source>%3 nats a token: more than error (%1)² × sensitivity %2, as the error is large</source>
        <translation>%3 Nats pro Token: mehr als Fehler (%1)² × Empfindlichkeit %2, da der Fehler groß ist</translation>
    </message>
    <message>
        <source>Why this encoding</source>
        <translation>Warum diese Kodierung</translation>
    </message>
    <message>
        <source>Other encodings of this weight</source>
        <translation>Andere Kodierungen dieses Gewichts</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>%1, %2, %3 bits per weight</source>
        <translation>%1, %2, %3 Bit pro Gewicht</translation>
    </message>
    <message>
        <source>Predicted loss</source>
        <translation>Vorhergesagter Verlust</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Empfindlichkeit</translation>
    </message>
    <message>
        <source>Price of bytes</source>
        <translation>Preis der Bytes</translation>
    </message>
    <message>
        <source>%1, in the best plan of this size</source>
        <translation>%1, im besten Plan dieser Größe</translation>
    </message>
    <message>
        <source>One encoding for</source>
        <translation>Eine Kodierung für</translation>
    </message>
    <message>
        <source>Next better</source>
        <translation>Nächstbessere</translation>
    </message>
    <message>
        <source>Next smaller</source>
        <translation>Nächstkleinere</translation>
    </message>
    <message>
        <source>This weight has no other encoding</source>
        <translation>Dieses Gewicht hat keine andere Kodierung</translation>
    </message>
    <message>
        <source>Measuring what every encoding loses, %1</source>
        <translation>Messung, was jede Kodierung verliert, %1</translation>
    </message>
    <message>
        <source>What other encodings lose is not measured</source>
        <translation>Was andere Kodierungen verlieren, ist nicht gemessen</translation>
    </message>
    <message>
        <source>Errors from a sample of the rows. A loss is the predicted KL divergence from the original</source>
        <translation>Fehler aus einer Stichprobe der Zeilen. Ein Verlust ist die vorhergesagte KL-Divergenz vom Original</translation>
    </message>
    <message>
        <source>Errors from all rows. A loss is the predicted KL divergence from the original</source>
        <translation>Fehler aus allen Zeilen. Ein Verlust ist die vorhergesagte KL-Divergenz vom Original</translation>
    </message>
    <message>
        <source>error (%1)² × sensitivity %2, of which calibrated codes leave %3: %4 nats a token</source>
        <translation>Fehler (%1)² × Empfindlichkeit %2, wovon kalibrierte Codes %3 lassen: %4 Nats pro Token</translation>
    </message>
    <message>
        <source>%1 nats per %2</source>
        <translation>%1 Nats pro %2</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::ExplanationModel</name>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>What speaks for or against it</source>
        <translation>Was dafür oder dagegen spricht</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::FactsCard</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::FormatCombo</name>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Loads in %1. %2</source>
        <translation>Ladbar in %1. %2</translation>
    </message>
    <message>
        <source>Open a model first</source>
        <translation>Zuerst ein Modell öffnen</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::FormatTableModel</name>
    <message>
        <source>Not for this model: %1</source>
        <translation>Nicht für dieses Modell: %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
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
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>Files, %1</source>
        <translation>Dateien, %1</translation>
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
    <name>quantlathe::ui::GuideBrowser</name>
    <message>
        <source>Page of the guide</source>
        <translation>Seite der Anleitung</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::GuideWindow</name>
    <message>
        <source>Guide — Quantlathe</source>
        <translation>Anleitung — Quantlathe</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>Anleitung durchsuchen</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::HelpButton</name>
    <message>
        <source>Explain this</source>
        <translation>Das erklären</translation>
    </message>
    <message>
        <source>Explain this in the guide</source>
        <translation>Das in der Anleitung erklären</translation>
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
    <name>quantlathe::ui::JobLog</name>
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
    <message>
        <source>%1 weights, squared error of their outputs %2 lower at the median</source>
        <translation>%1 Gewichte, quadratischer Fehler ihrer Ausgaben im Median um %2 kleiner</translation>
    </message>
    <message>
        <source>calibrated: %1</source>
        <translation>kalibriert: %1</translation>
    </message>
    <message>
        <source>%1 to %2, begun in an earlier run of the program</source>
        <translation>%1 nach %2, in einem früheren Lauf des Programms begonnen</translation>
    </message>
    <message>
        <source>%1, begun in an earlier run of the program</source>
        <translation>%1, in einem früheren Lauf des Programms begonnen</translation>
    </message>
    <message>
        <source>finished after %1</source>
        <translation>fertig nach %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 nach %2</translation>
    </message>
    <message>
        <source>%1 over the network, of which nothing was kept</source>
        <translation>%1 über das Netz, behalten wurde davon nichts</translation>
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
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Parts of the model</source>
        <translation>Teile des Modells</translation>
    </message>
    <message>
        <source>Measurements</source>
        <translation>Messungen</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>%1 tokens of %2</source>
        <translation>%1 Tokens von %2</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Over the network</source>
        <translation>Über das Netz</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>Commit</translation>
    </message>
    <message>
        <source>Show in Plan</source>
        <translation>Unter Plan zeigen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>With NaN or infinite values</source>
        <translation>Mit NaN oder unendlichen Werten</translation>
    </message>
    <message>
        <source>Looks for</source>
        <translation>Sucht</translation>
    </message>
    <message>
        <source>what each encoding loses, and what that does to answers</source>
        <translation>was jede Kodierung verliert und was das mit den Antworten macht</translation>
    </message>
    <message>
        <source>what each encoding loses</source>
        <translation>was jede Kodierung verliert</translation>
    </message>
    <message>
        <source>Show in Weights</source>
        <translation>In Gewichte zeigen</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>Adapter</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>%1 of %2 tensors</source>
        <translation>%1 von %2 Tensoren</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>Gegen</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL-Divergenz</translation>
    </message>
    <message>
        <source>Same most likely token</source>
        <translation>Gleiches wahrscheinlichstes Token</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>Perplexität</translation>
    </message>
    <message>
        <source>%1, the other one %2</source>
        <translation>%1, das andere %2</translation>
    </message>
    <message>
        <source>Show side by side</source>
        <translation>Nebeneinander zeigen</translation>
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
    <name>quantlathe::ui::LayerLossChart</name>
    <message>
        <source>Loss of each layer against plain rounding</source>
        <translation>Verlust jeder Schicht gegenüber einfachem Runden</translation>
    </message>
    <message>
        <source>plain rounding</source>
        <translation>einfaches Runden</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Squared error, % of plain rounding</source>
        <translation>Quadratischer Fehler, % des einfachen Rundens</translation>
    </message>
    <message>
        <source>output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>Schicht %1</translation>
    </message>
    <message>
        <source>%1: %2 of plain rounding. Worst: %3, %4</source>
        <translation>%1: %2 des einfachen Rundens. Schlechteste: %3, %4</translation>
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
        <source>Choose a pr&amp;eset</source>
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
        <source>Leave the output matri&amp;x as it is stored</source>
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
        <source>Lang&amp;uage</source>
        <translation>Sp&amp;rache</translation>
    </message>
    <message>
        <source>&amp;Guide</source>
        <translation>&amp;Anleitung</translation>
    </message>
    <message>
        <source>Converting works: the result says as little as the file.</source>
        <translation>Konvertieren geht: das Ergebnis sagt so wenig wie die Datei.</translation>
    </message>
    <message>
        <source>The result takes in files from outside of the model&apos;s folder</source>
        <translation>Das Ergebnis nimmt Dateien von außerhalb des Modellordners auf</translation>
    </message>
    <message>
        <source>%1 is a link to %2. What lies there is copied.</source>
        <translation>%1 ist ein Link auf %2. Was dort liegt, wird kopiert.</translation>
    </message>
    <message>
        <source>This conversion is not calibrated</source>
        <translation>Diese Umwandlung wird nicht kalibriert</translation>
    </message>
    <message>
        <source>A mix for this model was not saved</source>
        <translation>Eine Mischung für dieses Modell wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>Changed last %1.</source>
        <translation>Zuletzt geändert: %1.</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>What was done is kept.</source>
        <translation>Was getan war, ist erhalten.</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>A model on a hub. Only its headers are read, a few MB.</source>
        <translation>Ein Modell auf einem Hub. Gelesen werden nur die Kopfdaten, wenige MB.</translation>
    </message>
    <message>
        <source>What is done is kept and goes on from there next time.</source>
        <translation>Fertiges bleibt erhalten und geht beim nächsten Mal von dort weiter.</translation>
    </message>
    <message>
        <source>Its headers were here already.</source>
        <translation>Die Kopfdaten waren schon hier.</translation>
    </message>
    <message>
        <source>Its headers were read, %1 over the network.</source>
        <translation>Die Kopfdaten wurden gelesen, %1 über das Netz.</translation>
    </message>
    <message>
        <source>%1 is not on this computer</source>
        <translation>%1 ist nicht auf diesem Computer</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>Herunterladen…</translation>
    </message>
    <message>
        <source>Name the new folder for %1</source>
        <translation>Den neuen Ordner für %1 benennen</translation>
    </message>
    <message>
        <source>%1 is taken out of the list</source>
        <translation>%1 ist aus der Liste genommen</translation>
    </message>
    <message>
        <source>What it has left is deleted after %1.</source>
        <translation>Was davon übrig ist, wird nach %1 gelöscht.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>A job of an earlier run is forgotten</source>
        <translation>Ein Auftrag eines früheren Laufs ist vergessen</translation>
    </message>
    <message>
        <source>Open &amp;address…</source>
        <translation>Adre&amp;sse öffnen…</translation>
    </message>
    <message>
        <source>The result does not say all that the model says</source>
        <translation>Das Ergebnis sagt nicht alles, was das Modell sagt</translation>
    </message>
    <message>
        <source>Convert…</source>
        <translation>Konvertieren…</translation>
    </message>
    <message>
        <source>&amp;Explain the encoding</source>
        <translation>&amp;Kodierung erklären</translation>
    </message>
    <message>
        <source>Drop a model here to compare it</source>
        <translation>Ein Modell zum Vergleichen hierher ziehen</translation>
    </message>
    <message>
        <source>Compare with a model</source>
        <translation>Mit einem Modell vergleichen</translation>
    </message>
    <message>
        <source>Compare with the folder of a model</source>
        <translation>Mit dem Ordner eines Modells vergleichen</translation>
    </message>
    <message>
        <source>Compare with a fi&amp;le…</source>
        <translation>Mit einer Datei &amp;vergleichen…</translation>
    </message>
    <message>
        <source>Compare with a fol&amp;der…</source>
        <translation>Mit einem Ordner ver&amp;gleichen…</translation>
    </message>
    <message>
        <source>It does not say which model it was trained on.</source>
        <translation>Er sagt nicht, für welches Modell er trainiert wurde.</translation>
    </message>
    <message>
        <source>It was trained on %1.</source>
        <translation>Er wurde für %1 trainiert.</translation>
    </message>
    <message>
        <source>Merge into %1…</source>
        <translation>In %1 einrechnen…</translation>
    </message>
    <message>
        <source>The open model is another one: %1</source>
        <translation>Das offene Modell ist ein anderes: %1</translation>
    </message>
    <message>
        <source>Merge into…</source>
        <translation>Einrechnen in…</translation>
    </message>
    <message>
        <source>%1 is a LoRA adapter, no model of its own</source>
        <translation>%1 ist ein LoRA-Adapter, kein eigenes Modell</translation>
    </message>
    <message>
        <source>The folder of the model that %1 was trained on</source>
        <translation>Der Ordner des Modells, für das %1 trainiert wurde</translation>
    </message>
    <message>
        <source>Name the new folder for the merged model</source>
        <translation>Den neuen Ordner für das Ergebnis benennen</translation>
    </message>
    <message>
        <source>%1, image part %2</source>
        <translation>%1, Bildteil %2</translation>
    </message>
    <message>
        <source>Sizes, memory and plans are exact; values and errors need the weights. Converting fetches them file by file and keeps the result alone.</source>
        <translation>Größen, Speicher und Pläne sind exakt; Werte und Fehler brauchen die Gewichte. Beim Konvertieren werden sie Datei für Datei geholt, behalten wird nur das Ergebnis.</translation>
    </message>
    <message>
        <source>It can become %1.</source>
        <translation>Möglich sind %1.</translation>
    </message>
    <message>
        <source>Choose a format…</source>
        <translation>Format wählen…</translation>
    </message>
    <message>
        <source>Jobs of earlier runs cannot be read</source>
        <translation>Aufträge früherer Sitzungen sind nicht lesbar</translation>
    </message>
    <message>
        <source>%1 Nothing is removed: the next start looks again.</source>
        <translation>%1 Nichts wird gelöscht: der nächste Start sieht wieder nach.</translation>
    </message>
    <message>
        <source>&amp;Close the model</source>
        <translation>Modell s&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;New window</source>
        <translation>&amp;Neues Fenster</translation>
    </message>
    <message>
        <source>Next part of the wi&amp;ndow</source>
        <translation>Nächster Fe&amp;nsterteil</translation>
    </message>
    <message>
        <source>Previous part of the window</source>
        <translation>Voriger Fensterteil</translation>
    </message>
    <message>
        <source>Open recen&amp;t</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>Liste leeren</translation>
    </message>
    <message>
        <source>1 weight has an encoding that was set by hand</source>
        <translation>1 Gewicht hat eine von Hand gewählte Kodierung</translation>
    </message>
    <message>
        <source>%1 weights have encodings that were set by hand</source>
        <translation>%1 Gewichte haben von Hand gewählte Kodierungen</translation>
    </message>
    <message>
        <source>The search leaves pinned weights as they are and chooses all others.</source>
        <translation>Die Suche lässt fixierte Gewichte unverändert und wählt alle anderen.</translation>
    </message>
    <message>
        <source>Pin and search</source>
        <translation>Fixieren und suchen</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>Alle wählen</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>&amp;Wiederholen: %1</translation>
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
    <name>quantlathe::ui::MeasureCard</name>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
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
        <source>Same top token</source>
        <translation>Gleiches Top-Token</translation>
    </message>
    <message>
        <source>What was measured</source>
        <translation>Was gemessen wurde</translation>
    </message>
    <message>
        <source>Show in Compare</source>
        <translation>Im Vergleich zeigen</translation>
    </message>
    <message>
        <source>Open the model where it is not open, and show what was measured beside the other presets</source>
        <translation>Das Modell öffnen, falls es nicht offen ist, und das Gemessene neben den anderen Voreinstellungen zeigen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>%1 tokens of %2</source>
        <translation>%1 Tokens von %2</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Modell: %1</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>%1, high effort</source>
        <translation>%1, hoher Aufwand</translation>
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
        <source>Starting</source>
        <translation>Wird gestartet</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, noch %1</translation>
    </message>
    <message>
        <source>Waits for the jobs before it</source>
        <translation>Wartet auf die Aufträge davor</translation>
    </message>
    <message>
        <source>%1 (%2)%3</source>
        <translation>%1 (%2)%3</translation>
    </message>
    <message>
        <source>This is the text of the calibration: what is calibrated on it looks better here than it is. Measure on another one.</source>
        <translation>Das ist der Text der Kalibrierung: Was damit kalibriert ist, sieht hier besser aus, als es ist. Messen Sie mit einem anderen.</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>Familie</translation>
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
    <message>
        <source>%1, at least</source>
        <translation>%1, mindestens</translation>
    </message>
    <message>
        <source>Beside it</source>
        <translation>Daneben</translation>
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
    <message>
        <source>Estimated for the program that loads each format, all layers on the card</source>
        <translation>Geschätzt für das Programm, das das jeweilige Format lädt, alle Schichten auf der Karte</translation>
    </message>
    <message>
        <source>; %1: %2 sequences at once, %3 tokens in all</source>
        <translation>; %1: %2 Sequenzen gleichzeitig, %3 Tokens insgesamt</translation>
    </message>
    <message>
        <source>Beside it</source>
        <translation>Daneben</translation>
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
    <name>quantlathe::ui::MetadataDifferenceModel</name>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erstes</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Zweites</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::OfferLine</name>
    <message>
        <source>Take it</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Chooses GGUF, this preset and this type of the KV cache</source>
        <translation>Wählt GGUF, diese Voreinstellung und diesen Typ des KV-Caches</translation>
    </message>
    <message>
        <source>Nothing to recommend: %1.</source>
        <translation>Nichts zu empfehlen: %1.</translation>
    </message>
    <message>
        <source>Nothing leaves 1 GiB free: close what else uses the memory.</source>
        <translation>Nichts lässt 1 GiB frei: schließen, was den Speicher sonst noch belegt.</translation>
    </message>
    <message>
        <source>One step up: %1.</source>
        <translation>Eine Stufe höher: %1.</translation>
    </message>
    <message>
        <source>One step down: %1.</source>
        <translation>Eine Stufe tiefer: %1.</translation>
    </message>
    <message>
        <source>Two steps up: %1.</source>
        <translation>Zwei Stufen höher: %1.</translation>
    </message>
    <message>
        <source>Two steps down: %1.</source>
        <translation>Zwei Stufen tiefer: %1.</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::OffloadLine</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Does not fit whole: %1, about %2 tokens/s.</source>
        <translation>Passt nicht ganz: %1, etwa %2 Tokens/s.</translation>
    </message>
    <message>
        <source>Does not fit whole: %1. How fast that is depends on the bandwidth of main memory.</source>
        <translation>Passt nicht ganz: %1. Wie schnell das ist, hängt von der Bandbreite des Arbeitsspeichers ab.</translation>
    </message>
    <message>
        <source>Command line that runs it</source>
        <translation>Befehlszeile, die es ausführt</translation>
    </message>
    <message>
        <source>Copy the command line</source>
        <translation>Befehlszeile kopieren</translation>
    </message>
    <message>
        <source>In vLLM: %1 sequences of %2 tokens at once.</source>
        <translation>In vLLM: %1 Sequenzen mit %2 Tokens gleichzeitig.</translation>
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
        <source>Reads every weight once and looks for NaN, infinite values and outliers</source>
        <translation>Liest jedes Gewicht einmal und sucht nach NaN, unendlichen Werten und Ausreißern</translation>
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
    <name>quantlathe::ui::PlanHistory</name>
    <message>
        <source>change of the pins</source>
        <translation>Änderung der Fixierungen</translation>
    </message>
    <message>
        <source>pin of %1</source>
        <translation>Fixierung von %1</translation>
    </message>
    <message>
        <source>release of %1</source>
        <translation>Lösen von %1</translation>
    </message>
    <message>
        <source>encoding of %1</source>
        <translation>Kodierung von %1</translation>
    </message>
    <message>
        <source>change of the rules</source>
        <translation>Änderung der Regeln</translation>
    </message>
    <message>
        <source>change of the effort</source>
        <translation>Änderung des Aufwands</translation>
    </message>
    <message>
        <source>change of the options</source>
        <translation>Änderung der Optionen</translation>
    </message>
    <message>
        <source>choice of %1</source>
        <translation>Wahl von %1</translation>
    </message>
    <message>
        <source>change of the plan</source>
        <translation>Änderung des Plans</translation>
    </message>
    <message>
        <source>%1 pins</source>
        <translation>%1 Fixierungen</translation>
    </message>
    <message>
        <source>release of %1 pins</source>
        <translation>Lösen von %1 Fixierungen</translation>
    </message>
    <message>
        <source>%1 encodings</source>
        <translation>%1 Kodierungen</translation>
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
        <source>%1 is not possible here</source>
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
    <message>
        <source>select cells, then choose an encoding or press 2 to 8; a double click explains</source>
        <translation>Felder auswählen, dann eine Kodierung wählen oder 2 bis 8 drücken; ein Doppelklick erklärt</translation>
    </message>
    <message>
        <source>Explain the encoding of %1</source>
        <translation>Kodierung erklären: %1</translation>
    </message>
    <message>
        <source>No cell is chosen</source>
        <translation>Kein Feld gewählt</translation>
    </message>
    <message>
        <source>Choose the weight that shall be explained.</source>
        <translation>Wählen Sie das Gewicht, das erklärt werden soll.</translation>
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
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>after calibration</source>
        <translation>nach der Kalibrierung</translation>
    </message>
    <message>
        <source>Encoding alone, on all threads of this computer; reading, writing and a text that chooses codes come on top. From a few rows of every encoding</source>
        <translation>Nur das Kodieren, mit allen Threads dieses Rechners; Lesen, Schreiben und ein Text, der Codes wählt, kommen hinzu. Aus wenigen Zeilen jeder Kodierung</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Loads in</source>
        <translation>Ladbar in</translation>
    </message>
    <message>
        <source>Sequences at once: %1</source>
        <translation>Sequenzen gleichzeitig: %1</translation>
    </message>
    <message>
        <source>not sensible</source>
        <translation>nicht sinnvoll</translation>
    </message>
    <message>
        <source>A text chooses the codes: what is lost is known when it is measured</source>
        <translation>Ein Text wählt die Codes: Was verloren geht, weiß man, wenn es gemessen ist</translation>
    </message>
    <message>
        <source>Predicted KL divergence from the original, nats a token: %1 to %2</source>
        <translation>Vorhergesagte KL-Divergenz vom Original, Nats je Tokens: %1 bis %2</translation>
    </message>
    <message>
        <source>Not sensible: %1. %2</source>
        <translation>Nicht sinnvoll: %1. %2</translation>
    </message>
    <message>
        <source>Quality, KL</source>
        <translation>Qualität, KL</translation>
    </message>
    <message>
        <source>fits, but this card cannot run it</source>
        <translation>passt, läuft aber nicht auf dieser Karte</translation>
    </message>
    <message>
        <source>cannot run</source>
        <translation>läuft nicht</translation>
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
        <source>Estimating sizes</source>
        <translation>Größen werden berechnet</translation>
    </message>
    <message>
        <source>bpw</source>
        <translation>bpw</translation>
    </message>
    <message>
        <source>%1. A click shows the formats that the model can become</source>
        <translation>%1. Ein Klick zeigt die Formate, die möglich sind</translation>
    </message>
    <message>
        <source>Not possible as %1</source>
        <translation>Nicht als %1 möglich</translation>
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
        <source>Copy</source>
        <translation>Kopieren</translation>
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
    <message>
        <source>✓ calibrated</source>
        <translation>✓ kalibriert</translation>
    </message>
    <message>
        <source>Loads in</source>
        <translation>Ladbar in</translation>
    </message>
    <message>
        <source>reading what was written</source>
        <translation>das Geschriebene wird gelesen</translation>
    </message>
    <message>
        <source>The most that the whole program held while the job ran, its window and what else it did included</source>
        <translation>Das Meiste, was das ganze Programm während des Auftrags hielt, sein Fenster und was es sonst tat eingeschlossen</translation>
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
    <message>
        <source>pinned</source>
        <translation>fixiert</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::RunningCard</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Triangle: the worst matrix of its layer. A click shows it in Weights.</source>
        <translation>Dreieck: die schlechteste Matrix der Schicht. Ein Klick zeigt sie unter Gewichte.</translation>
    </message>
    <message>
        <source>%1 tensors are written. A click shows one in Weights.</source>
        <translation>%1 Tensoren sind geschrieben. Ein Klick zeigt einen unter Gewichte.</translation>
    </message>
    <message>
        <source>The text runs first. Then what its codes spare is shown, layer by layer.</source>
        <translation>Zuerst läuft der Text. Dann erscheint Schicht für Schicht, was seine Codes sparen.</translation>
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
    <message>
        <source>This computer: %1</source>
        <translation>Dieser Rechner: %1</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::SpeedChart</name>
    <message>
        <source>Speed of the job</source>
        <translation>Geschwindigkeit des Auftrags</translation>
    </message>
    <message>
        <source>Time, seconds</source>
        <translation>Zeit, Sekunden</translation>
    </message>
    <message>
        <source>Speed, MB/s</source>
        <translation>Geschwindigkeit, MB/s</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::StatisticsTable</name>
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
    <message>
        <source>Whether it fits %1 is not known</source>
        <translation>Ob es auf %1 passt, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Fits %1, but this card cannot run it</source>
        <translation>Passt auf %1, läuft dort aber nicht</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TableCombo</name>
    <message>
        <source>Grey rows say why in their first cell</source>
        <translation>Graue Zeilen sagen in ihrer ersten Zelle, warum</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TensorErrorChart</name>
    <message>
        <source>Error of each tensor</source>
        <translation>Fehler jedes Tensors</translation>
    </message>
    <message>
        <source>Tensor, as they come</source>
        <translation>Tensor, der Reihe nach</translation>
    </message>
    <message>
        <source>Relative error, %</source>
        <translation>Relativer Fehler, %</translation>
    </message>
    <message>
        <source>%1, %2: relative error %3</source>
        <translation>%1, %2: relativer Fehler %3</translation>
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
    <message>
        <source>the plan leaves the layer out</source>
        <translation>der Plan lässt die Schicht weg</translation>
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
    <message>
        <source>Explain the encoding</source>
        <translation>Kodierung erklären</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>quantlathe::ui::TopBar</name>
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
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Normal: the bytes of the format&apos;s reference implementation. High: a lower error in the same format and size; converting takes longer</source>
        <translation>Normal: die Bytes der Referenzimplementierung des Formats. Hoch: kleinerer Fehler in gleichem Format und gleicher Größe; das Konvertieren dauert länger</translation>
    </message>
    <message>
        <source>What %1 uses can be written in one way only</source>
        <translation>Was %1 verwendet, lässt sich nur auf eine Art schreiben</translation>
    </message>
    <message>
        <source>Runs in</source>
        <translation>Läuft in</translation>
    </message>
    <message>
        <source>The program that shall load the result. What it does not load is grey in lists and charts, and can still be chosen</source>
        <translation>Das Programm, das das Ergebnis laden soll. Was es nicht lädt, ist in Listen und Diagrammen grau und kann trotzdem gewählt werden</translation>
    </message>
    <message>
        <source>Any program</source>
        <translation>Beliebig</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
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
