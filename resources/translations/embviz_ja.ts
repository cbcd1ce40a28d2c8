<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja">
<context>
    <name>AnalogyLine</name>
    <message>
        <location filename="../../embviz/gui/words/analogy.py"/>
        <source>analogy: from this word</source>
        <translation>類推：もとの単語</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/analogy.py"/>
        <source>analogy: without this word</source>
        <translation>類推：引く単語</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/analogy.py"/>
        <source>analogy: with this word</source>
        <translation>類推：足す単語</translation>
    </message>
</context>
<context>
    <name>AnimationJob</name>
    <message>
        <location filename="../../embviz/gui/export/animation.py"/>
        <source>it was killed or crashed (signal {number})</source>
        <translation>強制終了されたか、クラッシュしました（シグナル {number}）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/animation.py"/>
        <source>it ended with status {status}</source>
        <translation>終了コード {status} で終了しました</translation>
    </message>
</context>
<context>
    <name>Answers</name>
    <message>
        <location filename="../../embviz/gui/words/analogy.py"/>
        <source>answers</source>
        <translation>答え</translation>
    </message>
</context>
<context>
    <name>Cell</name>
    <message>
        <location filename="../../embviz/gui/accessible/table.py"/>
        <source>{table} is {absence}</source>
        <translation>{table}：{absence}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/accessible/table.py"/>
        <source>{table}, not in view</source>
        <translation>{table}、表示範囲外</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/accessible/table.py"/>
        <source>{table}, {cell}, {number}</source>
        <translation>{table}、{cell}、{number}</translation>
    </message>
</context>
<context>
    <name>CellEdit</name>
    <message>
        <location filename="../../embviz/gui/heatmap/cell_edit.py"/>
        <source>Not a number. Type one such as 0.5, -1e-3, nan or inf; Escape leaves the cell.</source>
        <translation>数ではありません。0.5、-1e-3、nan、inf のように入力してください。Escape で取り消します。</translation>
    </message>
</context>
<context>
    <name>CompareStrip</name>
    <message>
        <location filename="../../embviz/gui/compare/strip.py"/>
        <source>Comparing two moments</source>
        <translation>2 つの時点の比較</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/compare/strip.py"/>
        <source>side by side</source>
        <translation>並べて表示</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/compare/strip.py"/>
        <source>Both moments beside each other, in the same colours</source>
        <translation>2 つの時点を同じ配色で並べて表示します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/compare/strip.py"/>
        <source>difference</source>
        <translation>差</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/compare/strip.py"/>
        <source>The moment on screen minus the other one</source>
        <translation>表示中の時点から、もう一方を引いた値です</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/compare/strip.py"/>
        <source>Stop comparing</source>
        <translation>比較を終了</translation>
    </message>
</context>
<context>
    <name>CurvePanel</name>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>distance</source>
        <translation>距離</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>signed gap</source>
        <translation>符号付き距離</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>step</source>
        <translation>step</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>gap</source>
        <translation>符号付き</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>what the curve shows</source>
        <translation>曲線に表示する量</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>log</source>
        <translation>対数</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>logarithmic axis</source>
        <translation>対数軸</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>distance at each step</source>
        <translation>ステップごとの距離</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>loss at each step</source>
        <translation>ステップごとの損失</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>signed gap at each step</source>
        <translation>ステップごとの符号付き距離</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>The gap has negative numbers, which a log axis has no place for</source>
        <translation>符号付き距離は負にもなるので、対数軸では表せません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>Give each power of ten the same height; zero and negative numbers are left out</source>
        <translation>10 倍ごとに同じ高さで目盛ります。0 と負の数は表示しません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>step {step}: distance {number}</source>
        <translation>step {step}：距離 {number}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>step {step}: loss {number}</source>
        <translation>step {step}：損失 {number}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>step {step}: signed gap {number}</source>
        <translation>step {step}：符号付き距離 {number}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>{reading} · turning point</source>
        <translation>{reading} · 折り返し点</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>{name} · up to step {step}</source>
        <translation>{name} · step {step} まで</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>no number above zero, which a log axis needs</source>
        <translation>対数軸に必要な正の数がありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>the past · step {step} of {last}</source>
        <translation>過去 · step {step} / {last}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>negative: they passed each other</source>
        <translation>負の値：2 つの行がすれ違った後</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>rows {first} and {second} · {text}</source>
        <translation>行 {first} と {second} · {text}</translation>
    </message>
</context>
<context>
    <name>DifferenceWords</name>
    <message>
        <location filename="../../embviz/gui/heatmap/difference_words.py"/>
        <source>{this} and {other}</source>
        <translation>{this} と {other}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/difference_words.py"/>
        <source>different shapes</source>
        <translation>形が異なります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/difference_words.py"/>
        <source>nothing to subtract</source>
        <translation>差を計算できません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/difference_words.py"/>
        <source>cells in view differ</source>
        <translation>表示中のセルに差があります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/difference_words.py"/>
        <source>no cell in view differs</source>
        <translation>表示中のセルに差はありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/difference_words.py"/>
        <source>no cell differs</source>
        <translation>差のあるセルはありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/difference_words.py"/>
        <source>some cells differ</source>
        <translation>一部のセルに差があります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/difference_words.py"/>
        <source>1 of {cells} cells differs</source>
        <translation>{cells} セル中 1 セルに差</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/difference_words.py"/>
        <source>{count} of {cells} cells differ</source>
        <translation>{cells} セル中 {count} セルに差</translation>
    </message>
</context>
<context>
    <name>DropTarget</name>
    <message>
        <location filename="../../embviz/gui/sessions/drop.py"/>
        <source>This cannot be opened here</source>
        <translation>ここでは開けません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/drop.py"/>
        <source>Open {name}</source>
        <translation>{name} を開く</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/drop.py"/>
        <source>Begin the experiment {name}</source>
        <translation>実験 {name} を始める</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/drop.py"/>
        <source>Begin a run with {name}</source>
        <translation>{name} で学習を始める</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/drop.py"/>
        <source>it is no file</source>
        <translation>ファイルではありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/drop.py"/>
        <source>{count} files at once; drop a single one</source>
        <translation>ファイルが {count} 個あります。1 つだけドロップしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/drop.py"/>
        <source>{where} is not a file of this computer</source>
        <translation>{where} はこのコンピューターのファイルではありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/drop.py"/>
        <source>{name} is a folder</source>
        <translation>{name} はフォルダーです</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/drop.py"/>
        <source>{name} is no session, no experiment, and neither vectors nor a text</source>
        <translation>{name} は、セッション、実験、ベクトル、テキストのどれでもありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/drop.py"/>
        <source>the plan of this window has no place for {name}</source>
        <translation>授業計画により {name} は開けません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/drop.py"/>
        <source>{name} is not there any more</source>
        <translation>{name} はもうありません</translation>
    </message>
</context>
<context>
    <name>EmbeddingView</name>
    <message>
        <location filename="../../embviz/gui/embedding_view.py"/>
        <source>N must be a whole number from 1 to {maximum}</source>
        <translation>N は 1 から {maximum} までの整数にしてください</translation>
    </message>
</context>
<context>
    <name>EngineLink</name>
    <message>
        <location filename="../../embviz/gui/control/link.py"/>
        <source>it sent bytes that are no message: {why}</source>
        <translation>メッセージとして読めないデータが届きました：{why}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/link.py"/>
        <source>it speaks version {version} of the protocol</source>
        <translation>プロトコルのバージョンが {version} です</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/link.py"/>
        <source>it sent a message that makes no sense: {why}</source>
        <translation>意味の取れないメッセージが届きました：{why}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/link.py"/>
        <source>it was killed or crashed (signal {number})</source>
        <translation>強制終了されたか、クラッシュしました（シグナル {number}）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/link.py"/>
        <source>it ended with status {status}</source>
        <translation>終了コード {status} で終了しました</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Export</source>
        <translation>書き出し</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>What</source>
        <translation>対象</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Format</source>
        <translation>形式</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Length</source>
        <translation>長さ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Export to</source>
        <translation>書き出し先</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Whole window</source>
        <translation>ウィンドウ全体</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Curve as numbers</source>
        <translation>曲線の数値</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Table of the embedding</source>
        <translation>embedding の表</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Run as animation</source>
        <translation>学習の動画</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Panel: {name}</source>
        <translation>パネル：{name}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>{name} is there already; it will be replaced.</source>
        <translation>{name} はすでにあり、置き換えられます。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>in {folder}</source>
        <translation>保存先：{folder}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Type 1 to {longest} seconds, and 1 to {most} frames a second.</source>
        <translation>1 ～ {longest} 秒、毎秒 1 ～ {most} フレームで入力してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>That is more than {most} frames. Make it shorter, or take fewer a second.</source>
        <translation>{most} フレームを超えています。短くするか、毎秒のフレーム数を減らしてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Type a name for the file, or choose one.</source>
        <translation>ファイル名を入力するか、選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>A picture of pixels, for slides and pages</source>
        <translation>スライドや Web ページ向けの画像</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>A drawing that stays sharp at any size, for pages and for editing</source>
        <translation>拡大しても鮮明な図（Web ページ、編集向け）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>A drawing that stays sharp at any size, for papers and for printing</source>
        <translation>拡大しても鮮明な図（論文、印刷向け）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Step, loss, distance and gap of every step, for a spreadsheet</source>
        <translation>全ステップの step、損失、距離、符号付き距離（表計算ソフト向け）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>The table for NumPy: numpy.load()</source>
        <translation>NumPy 用の表：numpy.load()</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>The table as safetensors, which runs no code when it is loaded</source>
        <translation>safetensors の表。読み込み時にコードを実行しません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>The state_dict for PyTorch: embedding.load_state_dict(torch.load(…))</source>
        <translation>PyTorch 用の state_dict：embedding.load_state_dict(torch.load(…))</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>Two files, vectors and labels, for TensorBoard's embedding projector</source>
        <translation>TensorBoard の embedding projector 用の 2 ファイル（ベクトルとラベル）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>An animation that plays anywhere</source>
        <translation>どこでも再生できるアニメーション</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>An animation in all its colours, for browsers</source>
        <translation>色数の制限がないアニメーション（ブラウザー向け）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>A video, for slides and players</source>
        <translation>動画（スライド、再生ソフト向け）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>A video, for web pages</source>
        <translation>動画（Web ページ向け）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>{scale} pixels for each px of the window</source>
        <translation>ウィンドウの 1 px を {scale} ピクセルで描きます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>seconds, at</source>
        <translation>秒、毎秒</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/dialog.py"/>
        <source>frames a second</source>
        <translation>フレーム</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <location filename="../../embviz/gui/files.py"/>
        <source>Nothing has been done yet that could be shown: train first.</source>
        <translation>動画にする操作がまだありません。先に学習してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/files.py"/>
        <source>Another animation is being drawn: wait for it, or cancel it.</source>
        <translation>別の動画を作成中です。終わるのを待つか、キャンセルしてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/files.py"/>
        <source>Drawing {name}</source>
        <translation>{name} を作成しています</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/files.py"/>
        <source>The animation was not drawn</source>
        <translation>動画を作成できませんでした</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/files.py"/>
        <source>The animation was cancelled; no file was left</source>
        <translation>動画の作成をキャンセルしました。ファイルは残っていません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/files.py"/>
        <source>Written: {path}</source>
        <translation>書き出しました：{path}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/files.py"/>
        <source>{name} holds no experiment</source>
        <translation>{name} に実験の設定がありません</translation>
    </message>
</context>
<context>
    <name>GapView</name>
    <message>
        <location filename="../../embviz/gui/details/gap.py"/>
        <source>the first pair on its line</source>
        <translation>最初のペアを結ぶ直線</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/gap.py"/>
        <source>signed distance {gap}</source>
        <translation>符号付き距離 {gap}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/gap.py"/>
        <source>the motion leaves this line by {off}; this is its projection</source>
        <translation>行はこの直線から {off} 離れており、これは射影です</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/gap.py"/>
        <source>{first} above the line, {second} below it</source>
        <translation>直線の上が {first}、下が {second}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/gap.py"/>
        <source>a row of the pair holds nan or inf</source>
        <translation>ペアの行に nan か inf があります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/gap.py"/>
        <source>the pair is one row with itself</source>
        <translation>ペアの 2 つが同じ行です</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/gap.py"/>
        <source>both rows started at one place: no line leads through them</source>
        <translation>2 つの行は同じ位置から始まったので、直線が定まりません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/gap.py"/>
        <source>no line</source>
        <translation>直線なし</translation>
    </message>
</context>
<context>
    <name>GhostLegend</name>
    <message>
        <location filename="../../embviz/gui/curve/ghosts.py"/>
        <source>clear</source>
        <translation>消去</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/ghosts.py"/>
        <source>clear the earlier runs</source>
        <translation>以前の学習を消去</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/ghosts.py"/>
        <source>earlier runs</source>
        <translation>以前の学習</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/ghosts.py"/>
        <source>run {run}</source>
        <translation>学習 {run}</translation>
    </message>
</context>
<context>
    <name>GradPanel</name>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>Backward fills it</source>
        <translation>Backward で値が入ります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>no gradient then</source>
        <translation>この時点では勾配なし</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>grad is None at {moments}</source>
        <translation>{moments} の grad は None です</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>d loss / d weight · sparse, 1 row stored</source>
        <translation>d loss / d weight · sparse、1 行を保持</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>d loss / d weight · sparse, {rows} rows stored</source>
        <translation>d loss / d weight · sparse、{rows} 行を保持</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>fresh</source>
        <translation>最新</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>stale</source>
        <translation>使用済み</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>accumulated × {passes}</source>
        <translation>累積 × {passes}</translation>
    </message>
</context>
<context>
    <name>HandoutDesk</name>
    <message>
        <location filename="../../embviz/gui/handout/desk.py"/>
        <source>Written: {path}</source>
        <translation>書き出しました：{path}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/handout/desk.py"/>
        <source>A handout is a PDF or a web page: have its name end in .pdf or .html.</source>
        <translation>配布資料は PDF またはウェブページです。名前の末尾を .pdf か .html にしてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/handout/desk.py"/>
        <source>The handout was not written</source>
        <translation>配布資料を書き出せませんでした</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/handout/desk.py"/>
        <source>There is no handout yet</source>
        <translation>配布資料はまだありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/handout/desk.py"/>
        <source>A handout is written of a lesson: begin one from the menu Lessons.</source>
        <translation>配布資料はレッスンから作ります。「レッスン」メニューから始めてください。</translation>
    </message>
</context>
<context>
    <name>HandoutDialog</name>
    <message>
        <location filename="../../embviz/gui/handout/dialog.py"/>
        <source>Save a handout of the lesson</source>
        <translation>レッスンの配布資料を保存</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/handout/dialog.py"/>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/handout/dialog.py"/>
        <source>Web page (*.html)</source>
        <translation>Web ページ (*.html)</translation>
    </message>
</context>
<context>
    <name>HeatmapPanel</name>
    <message>
        <location filename="../../embviz/gui/heatmap/panels.py"/>
        <source>whole table</source>
        <translation>表全体</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/panels.py"/>
        <source>Look at the whole table again (Ctrl+0)</source>
        <translation>表全体の表示に戻します (Ctrl+0)</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/panels.py"/>
        <source>{this} minus {other}</source>
        <translation>{this} − {other}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/panels.py"/>
        <source>{what} · each cell shows its largest magnitude</source>
        <translation>{what} · 各セルは絶対値が最大の値</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/panels.py"/>
        <source>{part} · {dtype}</source>
        <translation>{part} · {dtype}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/panels.py"/>
        <source>{rows} × {columns} {dtype}</source>
        <translation>{rows} × {columns} {dtype}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/panels.py"/>
        <source>{name} is not there at {moments}</source>
        <translation>{moments} には {name} がありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/panels.py"/>
        <source>{rows} rows, {columns} columns</source>
        <translation>{rows} 行、{columns} 列</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/panels.py"/>
        <source>{table}; in view: {part}</source>
        <translation>{table}。表示範囲：{part}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/panels.py"/>
        <source>{table}; chosen: {row}</source>
        <translation>{table}。選択中：{row}</translation>
    </message>
</context>
<context>
    <name>HeatmapView</name>
    <message>
        <location filename="../../embviz/gui/heatmap/view.py"/>
        <source>row {row}</source>
        <translation>行 {row}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/view.py"/>
        <source>{row}, column {column}</source>
        <translation>{row}、列 {column}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/view.py"/>
        <source>{label} (row {row})</source>
        <translation>{label} (行 {row})</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/view.py"/>
        <source>empty table</source>
        <translation>空の表</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/view.py"/>
        <source>pad</source>
        <translation>pad</translation>
    </message>
</context>
<context>
    <name>HistogramPlot</name>
    <message>
        <location filename="../../embviz/gui/rows/histogram.py"/>
        <source>histogram of {name}</source>
        <translation>{name} のヒストグラム</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/histogram.py"/>
        <source>{count} not finite</source>
        <translation>有限でない値 {count} 個</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/histogram.py"/>
        <source>{count} exactly 0</source>
        <translation>ちょうど 0 の値 {count} 個</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/histogram.py"/>
        <source>none is 0, all are finite</source>
        <translation>0 も有限でない値もなし</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/histogram.py"/>
        <source>{total} numbers from {low} to {high}</source>
        <translation>{low} から {high} までの {total} 個の値</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/histogram.py"/>
        <source>{range}; {note}</source>
        <translation>{range}、{note}</translation>
    </message>
</context>
<context>
    <name>InspectorView</name>
    <message>
        <location filename="../../embviz/gui/details/inspector.py"/>
        <source>Inspector</source>
        <translation>計算過程</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/inspector.py"/>
        <source>The arithmetic is shown once your prediction is made.</source>
        <translation>予想に答えると、ここに計算が表示されます。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/inspector.py"/>
        <source>Click a cell to see the arithmetic that made it.</source>
        <translation>セルをクリックすると、その値になった計算を表示します。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/inspector.py"/>
        <source>Of this past moment it is not known how the cell was made.</source>
        <translation>この過去の時点では、セルの計算の記録がありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/inspector.py"/>
        <source>{row}, column {column}</source>
        <translation>{row}、列 {column}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/inspector.py"/>
        <source>Step will do</source>
        <translation>次の Step の計算</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/inspector.py"/>
        <source>Step did</source>
        <translation>前の Step の計算</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/inspector.py"/>
        <source>Gradient</source>
        <translation>勾配</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/inspector.py"/>
        <source>Distance</source>
        <translation>距離</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/inspector.py"/>
        <source>PyTorch: {value}   difference {difference}</source>
        <translation>PyTorch：{value}   差 {difference}</translation>
    </message>
</context>
<context>
    <name>Jump</name>
    <message>
        <location filename="../../embviz/gui/heatmap/jump.py"/>
        <source>Go to row</source>
        <translation>行へ移動</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/jump.py"/>
        <source>0 to {last}</source>
        <translation>0 ～ {last}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/jump.py"/>
        <source>0 to {last}, or the beginning of a label</source>
        <translation>0 ～ {last}、またはラベルの先頭</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/jump.py"/>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/jump.py"/>
        <source>Rows that match</source>
        <translation>一致した行</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/jump.py"/>
        <source>no row is called {text}</source>
        <translation>{text} という行はありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/jump.py"/>
        <source>rows are 0 to {last}</source>
        <translation>行は 0 ～ {last} です</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/jump.py"/>
        <source>row {row}</source>
        <translation>行 {row}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/jump.py"/>
        <source>{label}   {row}</source>
        <translation>{label}   {row}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/jump.py"/>
        <source>the first {named} of {total}</source>
        <translation>{total} 件中、最初の {named} 件</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Keys</source>
        <translation>キー一覧</translation>
    </message>
</context>
<context>
    <name>Lanes</name>
    <message>
        <location filename="../../embviz/gui/timeline/lanes.py"/>
        <source>Here not every moment is kept: one moment of {n}, bookmarks and at first ends of actions, or of a large table some of each train</source>
        <translation>ここでは一部の時点だけが残っています。{n} 時点ごとに 1 つと、しおり、当面は各操作の終わりが残ります（大きな表では各 Train の一部）</translation>
    </message>
</context>
<context>
    <name>LessonDesk</name>
    <message>
        <location filename="../../embviz/gui/lessons/desk.py"/>
        <source>A lesson cannot be read</source>
        <translation>レッスンを読み込めません</translation>
    </message>
</context>
<context>
    <name>LessonMenu</name>
    <message>
        <location filename="../../embviz/gui/lessons/menu.py"/>
        <source>step {n} of {count}</source>
        <translation>手順 {n} / {count}</translation>
    </message>
</context>
<context>
    <name>LessonPanel</name>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Lesson</source>
        <translation>レッスン</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Setup</source>
        <translation>設定</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Show or hide the setup of the experiment</source>
        <translation>実験の設定を表示または隠します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>End the lesson</source>
        <translation>レッスンを終了</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>End the lesson; the run stays as it is</source>
        <translation>レッスンを終了します。学習はそのまま残ります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Hint</source>
        <translation>ヒント</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Say more of what to do</source>
        <translation>することを詳しく説明します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Start this step again</source>
        <translation>この手順をやり直す</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Back to where this step begins; nothing is lost</source>
        <translation>この手順の最初に戻ります。何も失われません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Step {n} of {count}</source>
        <translation>手順 {n} / {count}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Done</source>
        <translation>できました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Bringing the run to this step…</source>
        <translation>この手順まで学習を進めています…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Next lesson</source>
        <translation>次のレッスン</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Finish</source>
        <translation>終了</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Next</source>
        <translation>次へ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>Another run is on screen. Look around; this button leads back.</source>
        <translation>別の学習が表示されています。自由に見て構いません。このボタンで戻ります。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>A past moment is on screen. End leads to the present, this button to the step.</source>
        <translation>過去の時点が表示されています。End で現在に、このボタンで手順に戻ります。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/panel.py"/>
        <source>The run is not where this step begins; this button brings it there.</source>
        <translation>学習がこの手順の開始時点にありません。このボタンで合わせます。</translation>
    </message>
</context>
<context>
    <name>LookupView</name>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>Look up</source>
        <translation>参照する</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>Look up continues from here as a new branch.</source>
        <translation>参照すると、ここから新しい分岐になります。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>Lookup</source>
        <translation>参照</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>Not words or row numbers. Type them with commas between, such as {word}, 12. {rule}</source>
        <translation>単語や行番号として読めません。{word}, 12 のようにカンマで区切って入力してください。{rule}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>Not row numbers. Type whole numbers with commas between, such as 0, 1 or [1, 1, 0].</source>
        <translation>行番号として読めません。0, 1 や [1, 1, 0] のように、整数をカンマで区切って入力してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>{number} is no row: torch looks up whole numbers only, of the scalar types Long or Int. Type a number from 0 to {last}.</source>
        <translation>{number} は行ではありません。torch が参照に使えるのは整数（Long か Int 型）だけです。0 から {last} までの数を入力してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>{number} is no row: torch does not count lookups from the end, and says “index out of range in self”. Type a number from 0 to {last}.</source>
        <translation>{number} は行ではありません。torch の参照では負の数で末尾から数えることができず、“index out of range in self” というエラーになります。0 から {last} までの数を入力してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>The number is too large for an index of torch, which has 64 bits. Type a number from 0 to {last}.</source>
        <translation>torch のインデックスは 64 ビットなので、この数は大きすぎます。0 から {last} までの数を入力してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>words or row numbers</source>
        <translation>単語か行番号</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>words or row numbers, such as {word}, 12</source>
        <translation>単語か行番号（例：{word}, 12）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>row numbers</source>
        <translation>行番号</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>row numbers, such as 0, 1</source>
        <translation>行番号（例：0, 1）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>A whole number is a row. A label that is a number, or has a comma in it, stands in quotation marks: "12".</source>
        <translation>整数は行番号とみなします。数字だけのラベルや、カンマを含むラベルは "12" のように引用符で囲みます。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>Rows of the table, as the embedding gives them for these numbers.</source>
        <translation>入力した番号について embedding が返す表の行を表示します。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>Rows of the table, as the embedding gives them for these words or numbers.</source>
        <translation>入力した単語や番号について embedding が返す表の行を表示します。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>at step {step}</source>
        <translation>step {step}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>the first {rows} rows and {columns} columns of {all_rows} × {all_columns}</source>
        <translation>{all_rows} × {all_columns} のうち最初の {rows} 行 {columns} 列</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>Rows changed by max_norm in this lookup: {rows}</source>
        <translation>この参照で max_norm が書き換えた行：{rows}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>The same as one-hot · weight</source>
        <translation>one-hot · weight でも同じ結果</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>{shapes}: in each of the {count} rows one 1, in the column of its index</source>
        <translation>{shapes}：{count} 行のそれぞれで、インデックスの列だけが 1</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>Not multiplied here: the table is too tall for it.</source>
        <translation>表の行数が多いので、ここでは掛け算をしません。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>Multiplied by torch, it differs from the rows above by 0.</source>
        <translation>torch で掛け算した結果と上の行との差は 0 です。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/lookup.py"/>
        <source>Multiplied by torch, it differs from the rows above by at most {difference}.</source>
        <translation>torch で掛け算した結果と上の行との差は最大 {difference} です。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <location filename="../../embviz/gui/window.py"/>
        <source>embviz: how an nn.Embedding learns</source>
        <translation>embviz：nn.Embedding が学ぶしくみ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/window.py"/>
        <source>Open recent</source>
        <translation>最近のセッション</translation>
    </message>
</context>
<context>
    <name>MapControls</name>
    <message>
        <location filename="../../embviz/gui/map/controls.py"/>
        <source>principal components, live, on axes that stay</source>
        <translation>主成分分析：固定した軸の上で動きを追います</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/controls.py"/>
        <source>t-SNE of this moment: neighbours stay together; far distances mean little</source>
        <translation>この時点の t-SNE：近い行は近くに置かれますが、遠い距離にあまり意味はありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/controls.py"/>
        <source>UMAP of this moment: neighbours stay together; far distances mean little</source>
        <translation>この時点の UMAP：近い行は近くに置かれますが、遠い距離にあまり意味はありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/controls.py"/>
        <source>how the map is made</source>
        <translation>マップの作り方</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/controls.py"/>
        <source>Refit</source>
        <translation>再計算</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/controls.py"/>
        <source>Make the map anew from the table as it is now</source>
        <translation>今の表からマップを作り直します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/controls.py"/>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/controls.py"/>
        <source>End the work on the map</source>
        <translation>マップの計算をやめます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/controls.py"/>
        <source>Show all</source>
        <translation>全体表示</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/controls.py"/>
        <source>Show all points (double click, or 0)</source>
        <translation>すべての点を表示します（ダブルクリック、または 0）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/controls.py"/>
        <source>Enlarge</source>
        <translation>広げる</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/controls.py"/>
        <source>Give the map the room of the curve</source>
        <translation>曲線の場所までマップを広げます</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <location filename="../../embviz/gui/map/note.py"/>
        <source>Refit would show {drift} % more of the variance</source>
        <translation>再計算すると寄与率が {drift} % 増えます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/note.py"/>
        <source>fitted at step {step}</source>
        <translation>step {step} で計算</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/note.py"/>
        <source>axes hold {first} % + {second} % of the variance</source>
        <translation>寄与率 {first} % + {second} %</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/note.py"/>
        <source>{method} of step {step}; Refit makes it anew</source>
        <translation>step {step} の {method}。「再計算」で作り直します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/note.py"/>
        <source>{count} rows with nan or inf left out</source>
        <translation>nan か inf のある {count} 行を除外</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/note.py"/>
        <source>{count} of {total} rows</source>
        <translation>{total} 行中 {count} 行</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/note.py"/>
        <source>row {row}</source>
        <translation>行 {row}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/view.py"/>
        <source>map of the rows</source>
        <translation>行のマップ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/view.py"/>
        <source>No map yet</source>
        <translation>マップはまだありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/view.py"/>
        <source>The rows stand here as points once their map is made.</source>
        <translation>マップを作ると、行が点として表示されます。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/view.py"/>
        <source>No rows</source>
        <translation>行がありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/view.py"/>
        <source>The table is empty.</source>
        <translation>表が空です。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/view.py"/>
        <source>No map</source>
        <translation>マップなし</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/view.py"/>
        <source>There is no place for rows that hold nan or inf.</source>
        <translation>nan や inf のある行は表示できません。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/view.py"/>
        <source>{count} rows by {method}</source>
        <translation>{method} による {count} 行</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/view.py"/>
        <source>pinned: {names}</source>
        <translation>ピン留め：{names}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/view.py"/>
        <source>fitting…</source>
        <translation>計算中…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/map/view.py"/>
        <source>fitting {done} %</source>
        <translation>計算中 {done} %</translation>
    </message>
</context>
<context>
    <name>MatrixDialog</name>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>{name} cannot be read: {why}</source>
        <translation>{name} を読み込めません：{why}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>First values of the table</source>
        <translation>表の初期値</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>Paste rows of numbers, one row a line, or what Python, NumPy or torch print.</source>
        <translation>1 行に表の 1 行分の数を貼り付けてください。Python、NumPy、torch の表示もそのまま使えます。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>Matrix</source>
        <translation>行列</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>Use</source>
        <translation>使う</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>Load…</source>
        <translation>読み込む…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>Load a .csv, .tsv, .txt or .npy file</source>
        <translation>.csv、.tsv、.txt、.npy ファイルを読み込みます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>{rows} x {dim} numbers</source>
        <translation>{rows} x {dim} 個の数</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>{name} becomes {value}</source>
        <translation>{name} は {value} になります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>{first}; {second}</source>
        <translation>{first}、{second}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>Not pasted: {length} characters; a matrix has at most {limit}</source>
        <translation>貼り付けませんでした：{length} 文字あります。行列は {limit} 文字までです</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>Load a matrix</source>
        <translation>行列の読み込み</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>Matrices ({patterns})</source>
        <translation>行列 ({patterns})</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/matrix.py"/>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
</context>
<context>
    <name>ModelController</name>
    <message>
        <location filename="../../embviz/gui/control/controller.py"/>
        <source>you cancelled</source>
        <translation>キャンセルしました</translation>
    </message>
</context>
<context>
    <name>MomentWords</name>
    <message>
        <location filename="../../embviz/gui/compare/words.py"/>
        <source>past · {moment}</source>
        <translation>過去 · {moment}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/compare/words.py"/>
        <source>now · {moment}</source>
        <translation>現在 · {moment}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/compare/words.py"/>
        <source>compared · {moment}</source>
        <translation>比較 · {moment}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/compare/words.py"/>
        <source>Comparing {this} (past) with {other}</source>
        <translation>{this}（過去）と {other} を比較しています</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/compare/words.py"/>
        <source>Comparing {this} (now) with {other}</source>
        <translation>{this}（現在）と {other} を比較しています</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/compare/words.py"/>
        <source>step {step}</source>
        <translation>step {step}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/compare/words.py"/>
        <source>branch {branch}, {moment}</source>
        <translation>分岐 {branch}、{moment}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/compare/words.py"/>
        <source>{moment}, moment {index}</source>
        <translation>{moment}、時点 {index}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/compare/words.py"/>
        <source>{moment} “{name}”</source>
        <translation>{moment}「{name}」</translation>
    </message>
</context>
<context>
    <name>MoreMenu</name>
    <message>
        <location filename="../../embviz/gui/timeline/menu.py"/>
        <source>the start of the run</source>
        <translation>学習の開始時点</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/menu.py"/>
        <source>Go to</source>
        <translation>移動</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/menu.py"/>
        <source>Compare with</source>
        <translation>比較</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/menu.py"/>
        <source>Stop comparing</source>
        <translation>比較を終了</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/menu.py"/>
        <source>Remove bookmark</source>
        <translation>しおりを外す</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/menu.py"/>
        <source>Memory for history</source>
        <translation>履歴用のメモリ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/menu.py"/>
        <source>{mb} MB (usual)</source>
        <translation>{mb} MB (標準)</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/menu.py"/>
        <source>{mb} MB</source>
        <translation>{mb} MB</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/menu.py"/>
        <source>{bookmark}, step {step}</source>
        <translation>{bookmark}、step {step}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/menu.py"/>
        <source>{branch}, its end</source>
        <translation>{branch}の最後の時点</translation>
    </message>
</context>
<context>
    <name>NamePopup</name>
    <message>
        <location filename="../../embviz/gui/timeline/naming.py"/>
        <source>Name of this moment</source>
        <translation>この時点の名前</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/naming.py"/>
        <source>Type a name, such as 'before lr 0.01'</source>
        <translation>名前を入力（例：lr 0.01 の前）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/naming.py"/>
        <source>Enter keeps it, Escape leaves it</source>
        <translation>Enter で確定、Escape で取り消し</translation>
    </message>
</context>
<context>
    <name>Nearest</name>
    <message>
        <location filename="../../embviz/gui/words/columns.py"/>
        <source>nearest to {name}</source>
        <translation>{name} に近い行</translation>
    </message>
</context>
<context>
    <name>NoticeBoard</name>
    <message>
        <location filename="../../embviz/gui/noticeboard.py"/>
        <source>Restart</source>
        <translation>再起動</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/noticeboard.py"/>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/noticeboard.py"/>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/noticeboard.py"/>
        <source>Restore</source>
        <translation>復元</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/noticeboard.py"/>
        <source>Save as…</source>
        <translation>名前を付けて保存…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/noticeboard.py"/>
        <source>Dismiss</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>OpenDialog</name>
    <message>
        <location filename="../../embviz/gui/sessions/dialogs.py"/>
        <source>Open a session</source>
        <translation>セッションを開く</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/dialogs.py"/>
        <source>Sessions (*.embviz)</source>
        <translation>セッション (*.embviz)</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/dialogs.py"/>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
</context>
<context>
    <name>OpenPlanDialog</name>
    <message>
        <location filename="../../embviz/gui/plan/dialogs.py"/>
        <source>Open a plan</source>
        <translation>授業計画を開く</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/dialogs.py"/>
        <source>Plans (*.toml)</source>
        <translation>授業計画 (*.toml)</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/dialogs.py"/>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
</context>
<context>
    <name>OpeningDesk</name>
    <message>
        <location filename="../../embviz/gui/opening/desk.py"/>
        <source>PyTorch is not running: wait until it has started, or press Restart</source>
        <translation>PyTorch が動いていません。起動するまで待つか、「再起動」を押してください</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/desk.py"/>
        <source>its first line is no row of a table; to train on it, use File, Open text…</source>
        <translation>最初の行が表の行ではありません。テキストとして学習するには「ファイル」の「テキストを開く…」を使ってください</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/desk.py"/>
        <source>there is no table of numbers in it</source>
        <translation>数の表がありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/desk.py"/>
        <source>it is a text: open it with File, Open text…</source>
        <translation>これはテキストです。「ファイル」の「テキストを開く…」で開いてください</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/desk.py"/>
        <source>{name} is trained as a text</source>
        <translation>{name} をテキストとして学習します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/desk.py"/>
        <source>Press Run. Words that occur {count} times or more are the vocabulary; Setup says how it is split.</source>
        <translation>Run を押してください。{count} 回以上現れる単語を語彙とします。区切り方は「設定」にあります。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/desk.py"/>
        <source>{rows} x {dim}</source>
        <translation>{rows} x {dim}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/desk.py"/>
        <source>Its first {rows} rows are taken: no more fit the memory.</source>
        <translation>メモリに収まる最初の {rows} 行だけを使います。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/desk.py"/>
        <source>sparse is on and momentum is 0: a step then moves the rows of the pair alone, where a dense one would move the whole table.</source>
        <translation>sparse をオン、momentum を 0 にしました。1 ステップで動くのはペアの行だけです。dense なら表全体が動きます。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/desk.py"/>
        <source>Type two words, or row numbers, into pairs to train them.</source>
        <translation>学習させる 2 つの単語か行番号を pairs に入力してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/desk.py"/>
        <source>Type two row numbers into pairs to train them.</source>
        <translation>学習させる 2 つの行番号を pairs に入力してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/desk.py"/>
        <source>{name} cannot be opened</source>
        <translation>{name} を開けません</translation>
    </message>
</context>
<context>
    <name>PanelMenu</name>
    <message>
        <location filename="../../embviz/gui/export/panel_menu.py"/>
        <source>Copied as image: {name}</source>
        <translation>画像としてコピーしました：{name}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/panel_menu.py"/>
        <source>Copied as numbers: {name}</source>
        <translation>数値としてコピーしました：{name}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/panel_menu.py"/>
        <source>Copy as image</source>
        <translation>画像としてコピー</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/panel_menu.py"/>
        <source>Copy as text</source>
        <translation>テキストとしてコピー</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/panel_menu.py"/>
        <source>Copy as numbers</source>
        <translation>数値としてコピー</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/panel_menu.py"/>
        <source>Save as figure…</source>
        <translation>図として保存…</translation>
    </message>
</context>
<context>
    <name>Patience</name>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>PyTorch has been starting for {seconds} s</source>
        <translation>PyTorch を起動しています（{seconds} 秒経過）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>PyTorch has been at this Forward for {seconds} s</source>
        <translation>Forward を実行しています（{seconds} 秒経過）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>PyTorch has been at this Backward for {seconds} s</source>
        <translation>Backward を実行しています（{seconds} 秒経過）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>PyTorch has been at this Step for {seconds} s</source>
        <translation>Step を実行しています（{seconds} 秒経過）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>PyTorch has been at this Zero grad for {seconds} s</source>
        <translation>Zero grad を実行しています（{seconds} 秒経過）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>PyTorch has been at this round of training for {seconds} s</source>
        <translation>1 回分の学習を実行しています（{seconds} 秒経過）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>PyTorch has been preparing this run for {seconds} s</source>
        <translation>学習の準備をしています（{seconds} 秒経過）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>PyTorch has been opening this session for {seconds} s</source>
        <translation>セッションを開いています（{seconds} 秒経過）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>PyTorch has not answered for {seconds} s</source>
        <translation>PyTorch から応答がありません（{seconds} 秒経過）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>Cancel ends the process and keeps what is on screen</source>
        <translation>キャンセルするとプロセスは終了しますが、画面の内容は残ります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>a large table takes long</source>
        <translation>表が大きいので時間がかかります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>{why}; {outlook}</source>
        <translation>{why}。{outlook}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>a dense step goes through all {cells} numbers and cannot be interrupted; with sparse switched on in Setup it goes through the rows of the batch alone.</source>
        <translation>dense なステップは {cells} 個の数をすべて計算するため、途中で止められません。「設定」で sparse をオンにすると、計算するのはバッチの行だけになります。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/patience.py"/>
        <source>{why} {outlook}.</source>
        <translation>{why}{outlook}。</translation>
    </message>
</context>
<context>
    <name>Phrases</name>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>step {step}</source>
        <translation>step {step}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>step 0 · the start</source>
        <translation>step 0 · 開始時点</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>{action}, round {round}</source>
        <translation>{action} の {round} 回目</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>Forward</source>
        <translation>Forward</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>Backward</source>
        <translation>Backward</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>Step</source>
        <translation>Step</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>Zero grad</source>
        <translation>Zero grad</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>Train {rounds}</source>
        <translation>Train {rounds}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>Lookup</source>
        <translation>参照</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>Edit {row}, column {column}</source>
        <translation>{row}、列 {column} を編集</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>Set {name} = {value}</source>
        <translation>{name} = {value} に変更</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>{action}, refused by torch</source>
        <translation>{action}（torch が拒否）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>{n} steps</source>
        <translation>{n} ステップ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>from step {step}</source>
        <translation>step {step} から</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>from the start · {done}</source>
        <translation>開始時点から · {done}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/phrases.py"/>
        <source>another run: {differences} · {done}</source>
        <translation>別の学習：{differences} · {done}</translation>
    </message>
</context>
<context>
    <name>PinChip</name>
    <message>
        <location filename="../../embviz/gui/words/chip.py"/>
        <source>pinned: {name}</source>
        <translation>ピン留め：{name}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/chip.py"/>
        <source>Delete takes it away</source>
        <translation>Delete で外します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/chip.py"/>
        <source>unpin {name}</source>
        <translation>{name} のピンを外す</translation>
    </message>
</context>
<context>
    <name>PlanDesk</name>
    <message>
        <location filename="../../embviz/gui/plan/saving.py"/>
        <source>As it was saved</source>
        <translation>保存したときの状態</translation>
    </message>
</context>
<context>
    <name>PlanWords</name>
    <message>
        <location filename="../../embviz/gui/plan/words.py"/>
        <source>fixed by the plan {name}</source>
        <translation>授業計画 {name} で固定されています</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/words.py"/>
        <source>The window shows what the plan has for it.</source>
        <translation>授業計画に合わせて表示しています。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/words.py"/>
        <source>The window shows what the plan has for it; Leave the plan gives all back.</source>
        <translation>授業計画に合わせて表示しています。「授業計画を終了」で元に戻ります。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/words.py"/>
        <source>Plan: {name}</source>
        <translation>授業計画：{name}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/words.py"/>
        <source>and {count} more</source>
        <translation>ほかに {count} 件</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/words.py"/>
        <source>The plan cannot be used</source>
        <translation>授業計画を使えません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/words.py"/>
        <source>The plan {name} cannot be read</source>
        <translation>授業計画 {name} を読み込めません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/words.py"/>
        <source>The plan {name} cannot be written</source>
        <translation>授業計画 {name} を書き込めません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/words.py"/>
        <source>The plan {name} fixes {settings}.</source>
        <translation>授業計画 {name} が {settings} に固定しています。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/words.py"/>
        <source>This cannot begin here</source>
        <translation>ここでは始められません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/words.py"/>
        <source>Written: {path}</source>
        <translation>書き出しました：{path}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/words.py"/>
        <source>The plan is left; everything is there again</source>
        <translation>授業計画を終了し、すべて元に戻しました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/words.py"/>
        <source>{names} and {count} more</source>
        <translation>{names}、ほかに {count} 個</translation>
    </message>
</context>
<context>
    <name>PredictionBox</name>
    <message>
        <location filename="../../embviz/gui/lessons/prediction.py"/>
        <source>You said: {answer}</source>
        <translation>あなたの予想：{answer}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/prediction.py"/>
        <source>PyTorch: {answer} · as you said</source>
        <translation>PyTorch：{answer}（予想どおり）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/prediction.py"/>
        <source>PyTorch: {answer} · not as you said</source>
        <translation>PyTorch：{answer}（予想と違います）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/prediction.py"/>
        <source>Answer</source>
        <translation>答える</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/prediction.py"/>
        <source>Your answer, a number</source>
        <translation>あなたの答え（数）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/prediction.py"/>
        <source>a number</source>
        <translation>数</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/prediction.py"/>
        <source>Click cells in the table, or press Ctrl+Space</source>
        <translation>表のセルをクリックするか、Ctrl+Space を押してください</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/prediction.py"/>
        <source>no cell</source>
        <translation>セルなし</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/prediction.py"/>
        <source>row {row}, column {column}</source>
        <translation>行 {row}、列 {column}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/prediction.py"/>
        <source>{count} cells, in row {row}</source>
        <translation>{count} セル（行 {row}）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/lessons/prediction.py"/>
        <source>{count} cells, in rows {rows}</source>
        <translation>{count} セル（行 {rows}）</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <location filename="../../embviz/gui/export/progress.py"/>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/progress.py"/>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <location filename="../../embviz/gui/language.py"/>
        <source>&amp;Look in:</source>
        <translation>場所(&amp;L):</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/language.py"/>
        <source>Files of &amp;type:</source>
        <translation>種類(&amp;T):</translation>
    </message>
</context>
<context>
    <name>QualityLine</name>
    <message>
        <location filename="../../embviz/gui/words/quality.py"/>
        <source>Spearman ρ: too few words known, {pairs} of {known} pairs</source>
        <translation>Spearman の ρ：わかる単語が足りません（{known} ペア中 {pairs}）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/quality.py"/>
        <source>Spearman ρ {rho} over {pairs} of {known} pairs</source>
        <translation>Spearman の ρ {rho}（{known} ペア中 {pairs}）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/quality.py"/>
        <source>How well the order of the cosines agrees with how alike people found the words of {name}: 1 is the same order, 0 is chance</source>
        <translation>{name} の単語について、コサイン類似度の順序が人の判断とどれだけ一致するかを表します。1 は完全な一致、0 は無関係です</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <location filename="../../embviz/gui/sessions/menu.py"/>
        <source>Nothing yet</source>
        <translation>まだありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/menu.py"/>
        <source>Clear this list</source>
        <translation>一覧を消去</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/menu.py"/>
        <source>{name} (not there)</source>
        <translation>{name} (見つかりません)</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/menu.py"/>
        <source>{name} ({remark})</source>
        <translation>{name} ({remark})</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/menu.py"/>
        <source>In the folder</source>
        <translation>同じフォルダー</translation>
    </message>
</context>
<context>
    <name>RowsView</name>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>Moved</source>
        <translation>移動量</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>rows by how far they are from where they started</source>
        <translation>最初の位置から動いた距離の大きい順</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>Norm</source>
        <translation>ノルム</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>rows by the norm of their weight</source>
        <translation>weight のノルムの大きい順</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>Grad</source>
        <translation>Grad</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>rows by the norm of their gradient</source>
        <translation>勾配のノルムの大きい順</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>Histogram</source>
        <translation>分布</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>how often each number occurs in weight and grad</source>
        <translation>weight と grad の値のヒストグラム</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>log</source>
        <translation>対数</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>the counts by their magnitude, so that few are seen beside many</source>
        <translation>個数を対数で表し、個数の少ない所も見えるようにします</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>rows by rank; Enter shows one in the table</source>
        <translation>行の順位。Enter で表の中に表示します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>the rows are being looked through</source>
        <translation>集計しています</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>at step {step}</source>
        <translation>step {step}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>no row has moved yet</source>
        <translation>まだ動いた行がありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>Step and Train move them</source>
        <translation>Step か Train で動きます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>no rows</source>
        <translation>行がありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>the table is empty</source>
        <translation>表が空です</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>no row has a gradient</source>
        <translation>勾配のある行がありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>grad is zero, or holds no row</source>
        <translation>grad は 0、または行を含みません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>where the rows started is not kept</source>
        <translation>最初の位置の記録がありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>None</source>
        <translation>None</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/view.py"/>
        <source>grad is None: Backward fills it</source>
        <translation>grad は None です。Backward で値が入ります</translation>
    </message>
</context>
<context>
    <name>SaveDialog</name>
    <message>
        <location filename="../../embviz/gui/sessions/dialogs.py"/>
        <source>Save the session as</source>
        <translation>名前を付けてセッションを保存</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/dialogs.py"/>
        <source>Sessions (*.embviz)</source>
        <translation>セッション (*.embviz)</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/dialogs.py"/>
        <source>lesson</source>
        <translation>lesson</translation>
    </message>
</context>
<context>
    <name>SavePlanDialog</name>
    <message>
        <location filename="../../embviz/gui/plan/dialogs.py"/>
        <source>Save this as a plan</source>
        <translation>授業計画として保存</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/dialogs.py"/>
        <source>Plans (*.toml)</source>
        <translation>授業計画 (*.toml)</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/plan/dialogs.py"/>
        <source>plan</source>
        <translation>plan</translation>
    </message>
</context>
<context>
    <name>SessionDesk</name>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>This session is only in memory</source>
        <translation>このセッションはメモリにしかありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>{why}: there is no folder to write it to. Save as… keeps it in a file.</source>
        <translation>{why}：書き込むフォルダーがありません。「名前を付けて保存…」でファイルに残せます。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>{name} is open here</source>
        <translation>{name} はここで開いています</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>It is the session on screen.</source>
        <translation>表示中のセッションです。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>Saved as {name}</source>
        <translation>{name} に保存しました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>From now on all that is done is written there, as it is done.</source>
        <translation>これからの操作は、そのつどこのファイルに書き込まれます。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>Everything is saved in {name}</source>
        <translation>すべて {name} に保存されています</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>A session with a name is written as you work: there is nothing to save.</source>
        <translation>名前のあるセッションは操作のたびに書き込まれるので、保存は不要です。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>This session is not written to its file</source>
        <translation>このセッションはファイルに書き込まれていません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>{why}. All that was done is in this window: Save as… puts it somewhere else.</source>
        <translation>{why}。これまでの操作はこのウィンドウにあります。「名前を付けて保存…」で別の場所に残せます。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>{why}. What could be read is in this window: Save as… puts it somewhere else.</source>
        <translation>{why}。読み込めた内容はこのウィンドウにあります。「名前を付けて保存…」で別の場所に残せます。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>This session is read-only</source>
        <translation>このセッションは読み取り専用です</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>It is open in another window, or its file may only be read: you can look, branch and export, but nothing is written. Save as… makes a copy of your own.</source>
        <translation>別のウィンドウで開いているか、ファイルが読み取り専用です。表示、分岐、書き出しはできますが、書き込みはしません。「名前を付けて保存…」で自分用のコピーを作れます。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>{name} cannot be used</source>
        <translation>{name} は使えません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/desk.py"/>
        <source>its name is not text that can be written down. Give the file another name.</source>
        <translation>ファイル名に文字として扱えないものがあります。別の名前にしてください。</translation>
    </message>
</context>
<context>
    <name>SessionWords</name>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>Untitled</source>
        <translation>名称未設定</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>{name} (read-only)</source>
        <translation>{name} (読み取り専用)</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>Unfinished</source>
        <translation>未完了</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>{what}, {when} ({steps})</source>
        <translation>{what}、{when} ({steps})</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>cannot be opened</source>
        <translation>開けません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>open in another window</source>
        <translation>別のウィンドウで開いています</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>unfinished, {when}</source>
        <translation>未完了、{when}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>A session was not closed</source>
        <translation>終了していないセッションがあります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>{steps}, {actions}, {age}</source>
        <translation>{steps}、{actions}、{age}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>{count} more: File, Open recent</source>
        <translation>ほかに {count} 件が「ファイル」の「最近のセッション」にあります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>{why}. {more}.</source>
        <translation>{why}。{more}。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>just now</source>
        <translation>たった今</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>1 minute ago</source>
        <translation>1 分前</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>{n} minutes ago</source>
        <translation>{n} 分前</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>1 hour ago</source>
        <translation>1 時間前</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>{n} hours ago</source>
        <translation>{n} 時間前</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>at an unknown time</source>
        <translation>日時不明</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>today {time}</source>
        <translation>今日 {time}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>yesterday {time}</source>
        <translation>昨日 {time}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>1 step</source>
        <translation>1 ステップ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>{n} steps</source>
        <translation>{n} ステップ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>1 action</source>
        <translation>1 操作</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/words.py"/>
        <source>{n} actions</source>
        <translation>{n} 操作</translation>
    </message>
</context>
<context>
    <name>SetupForm</name>
    <message>
        <location filename="../../embviz/gui/setup/form.py"/>
        <source>Table options</source>
        <translation>表の詳細</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/form.py"/>
        <source>What is rarely changed: first values, dtype, padding, norms, sparse</source>
        <translation>変えることの少ない項目：初期値、dtype、padding、ノルム、sparse</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/form.py"/>
        <source>watched pair</source>
        <translation>観察するペア</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/form.py"/>
        <source>Open another…</source>
        <translation>別のファイル…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/form.py"/>
        <source>Open…</source>
        <translation>開く…</translation>
    </message>
</context>
<context>
    <name>SetupPanel</name>
    <message>
        <location filename="../../embviz/gui/setup/panel.py"/>
        <source>Setup</source>
        <translation>設定</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/panel.py"/>
        <source>Apply</source>
        <translation>適用</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/panel.py"/>
        <source>Start a new run with these settings</source>
        <translation>この設定で新しい学習を始めます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/panel.py"/>
        <source>Set now</source>
        <translation>今すぐ反映</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/panel.py"/>
        <source>Go on with this run, with {changes}</source>
        <translation>この学習を続けたまま {changes} に変えます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/panel.py"/>
        <source>For lr and what else can change in the middle of a run</source>
        <translation>学習の途中で変えられる lr などの値に使います</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/panel.py"/>
        <source>Set now goes on with this run</source>
        <translation>「今すぐ反映」で学習を続行</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/panel.py"/>
        <source>Apply starts a new run</source>
        <translation>「適用」で新しい学習を開始</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/panel.py"/>
        <source>now {value}</source>
        <translation>現在 {value}</translation>
    </message>
</context>
<context>
    <name>SetupTexts</name>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>File of vectors</source>
        <translation>ベクトルのファイル</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>Text</source>
        <translation>テキスト</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>Loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>Optimizer</source>
        <translation>Optimizer</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>Schedule</source>
        <translation>lr の変化</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>how many vectors the table holds</source>
        <translation>表に入るベクトルの数</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>how many numbers a vector has</source>
        <translation>1 つのベクトルの要素の数</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>the same seed draws the same table</source>
        <translation>同じ seed からは同じ表が作られます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>the rows that are compared, such as 0, 1 or 0, 1; 2, 3</source>
        <translation>比べる行（例：0, 1 または 0, 1; 2, 3）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>pairs of rows that are pushed apart, such as 0, 2; 1, 3</source>
        <translation>引き離す行のペア（例：0, 2; 1, 3）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>how a step moves the table</source>
        <translation>1 ステップで表をどう動かすか</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>how a round of training clears grad: to None, to zeros, or not at all</source>
        <translation>学習の各回で grad をどう消すか：None にする、0 にする、消さない</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>how lr changes after each step</source>
        <translation>ステップごとに lr をどう変えるか</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>what the table starts from: torch's normal, zeros, uniform from -1 to 1, word2vec's small numbers, a matrix or a file</source>
        <translation>表の初期値：torch の正規分布、0、-1 から 1 の一様分布、word2vec の小さな値、行列、ファイル</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>the kind of number in the table</source>
        <translation>表の数の型</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>where torch computes</source>
        <translation>torch が計算するデバイス</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>a row that starts at 0 and gets no grad; -1 is the last one</source>
        <translation>0 から始まり grad を受け取らない行。-1 は最後の行</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>a lookup shortens the longer rows that it looks up to this length</source>
        <translation>参照した行がこれより長ければ、この長さまで縮めます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>the norm that max_norm measures with; 2 is the length</source>
        <translation>max_norm が使うノルムの次数。2 なら長さ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>divides the grad of a row by how often it was looked up</source>
        <translation>行の grad を、その行の参照回数で割ります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>grad holds only the rows that were looked up</source>
        <translation>grad に参照した行だけを保持します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>only so many rows of the file are taken, the first; 0 takes all</source>
        <translation>ファイルの先頭からこの行数だけを使います。0 ならすべて</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>what is read: a text that comes with embviz, or a file of yours</source>
        <translation>読み込むもの：embviz 付属のテキスト、または自分のファイル</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>what a word is: English words, characters, or Japanese words</source>
        <translation>単語の区切り方：英語の単語、文字、日本語の単語</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>The and the are one word</source>
        <translation>The と the を同じ単語とみなします</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>rarer words are left out</source>
        <translation>出現回数がこれより少ない単語は除きます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>at most so many words, the most frequent</source>
        <translation>頻度の高い順に、この数の単語まで使います</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>words that are more frequent than this share are left out now and then; 0 keeps all</source>
        <translation>頻度がこの割合を超える単語を、ときどき飛ばします。0 ならすべて使います</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>a word is paired with those at most so many words away</source>
        <translation>この数だけ離れた単語までをペアにします</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>so many words drawn at random are pushed away for each pair</source>
        <translation>ペア 1 つにつき、この数の単語を無作為に選んで引き離します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>so many pairs are looked up at once</source>
        <translation>一度に参照するペアの数</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>the two rows whose distance is shown; what is trained, the text decides</source>
        <translation>距離を表示する 2 つの行。何を学習するかはテキストで決まります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>{rows} x {dim}</source>
        <translation>{rows} x {dim}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>the file decides</source>
        <translation>ファイルによる</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>the text decides</source>
        <translation>テキストによる</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>2 × {words} words</source>
        <translation>2 × {words} 語</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>torch has {names} on this machine</source>
        <translation>この環境の torch で使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>a new run takes row numbers; Set now takes words</source>
        <translation>新しい学習では行番号を使います。単語は「今すぐ反映」で使えます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>a file…</source>
        <translation>ファイル…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>forgotten</source>
        <translation>忘れる</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>matrix…</source>
        <translation>行列…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>a whole number, such as 2</source>
        <translation>整数（例：2）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>a number: 0.1, 0,1 or 1e-3</source>
        <translation>数（例：0.1、0,1、1e-3）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>a number: 0.1, 0,1, 1e-3, inf or nan</source>
        <translation>数（例：0.1、0,1、1e-3、inf、nan）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>pairs of row numbers, such as 0, 1 or 0, 1; 2, 3</source>
        <translation>行番号のペア（例：0, 1 または 0, 1; 2, 3）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>{what}, or nothing</source>
        <translation>{what}、または空欄</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/setup/texts.py"/>
        <source>{rows} x {dim} numbers…</source>
        <translation>{rows} x {dim} 個の数…</translation>
    </message>
</context>
<context>
    <name>SortedCurve</name>
    <message>
        <location filename="../../embviz/gui/rows/sorted_curve.py"/>
        <source>all rows, sorted</source>
        <translation>全行を大きい順に並べた曲線</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/sorted_curve.py"/>
        <source>{count} rows, from {largest} over {middle} in the middle to {least}</source>
        <translation>{count} 行：最大 {largest}、中央値 {middle}、最小 {least}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/rows/sorted_curve.py"/>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
</context>
<context>
    <name>SpanWords</name>
    <message>
        <location filename="../../embviz/gui/heatmap/span_words.py"/>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/span_words.py"/>
        <source>row {span} of {count}</source>
        <translation>行 {span} / {count}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/span_words.py"/>
        <source>rows {span} of {count}</source>
        <translation>行 {span} / {count}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/span_words.py"/>
        <source>{count} columns</source>
        <translation>{count} 列</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/span_words.py"/>
        <source>column {span} of {count}</source>
        <translation>列 {span} / {count}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/span_words.py"/>
        <source>columns {span} of {count}</source>
        <translation>列 {span} / {count}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/span_words.py"/>
        <source>{rows}, {columns}</source>
        <translation>{rows}、{columns}</translation>
    </message>
</context>
<context>
    <name>Sparkline</name>
    <message>
        <location filename="../../embviz/gui/words/quality.py"/>
        <source>ρ {rho} at step {step}</source>
        <translation>step {step} の ρ は {rho}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/quality.py"/>
        <source>ρ over the steps</source>
        <translation>ρ の推移</translation>
    </message>
</context>
<context>
    <name>Speed</name>
    <message>
        <location filename="../../embviz/gui/toolbar/speed.py"/>
        <source>as fast as it goes</source>
        <translation>最高速</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/speed.py"/>
        <source>1 step/s</source>
        <translation>1 step/s</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/speed.py"/>
        <source>{rate} steps/s</source>
        <translation>{rate} step/s</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/speed.py"/>
        <source>speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/speed.py"/>
        <source>Speed: {rate}</source>
        <translation>速度：{rate}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/speed.py"/>
        <source>Speed of Run and Train: {rate}</source>
        <translation>Run と Train の速度：{rate}</translation>
    </message>
</context>
<context>
    <name>Standing</name>
    <message>
        <location filename="../../embviz/gui/timeline/standing.py"/>
        <source>now · step {step}</source>
        <translation>現在 · step {step}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/standing.py"/>
        <source>step {step}</source>
        <translation>step {step}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/standing.py"/>
        <source>the past · step {step} of {last}</source>
        <translation>過去 · step {step} / {last}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/standing.py"/>
        <source>past · {step} of {last}</source>
        <translation>過去 · {step} / {last}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/standing.py"/>
        <source>past · {step}</source>
        <translation>過去 · {step}</translation>
    </message>
</context>
<context>
    <name>StatePanel</name>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>not created yet</source>
        <translation>未作成</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>the first Step makes it</source>
        <translation>最初の Step で作られます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>not created</source>
        <translation>未作成</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>the optimizer had none then</source>
        <translation>この時点の optimizer にはありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>optimizer state</source>
        <translation>optimizer の状態</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/heatmap/optional.py"/>
        <source>{optimizer} state</source>
        <translation>{optimizer} の状態</translation>
    </message>
</context>
<context>
    <name>StateStack</name>
    <message>
        <location filename="../../embviz/gui/heatmap/states.py"/>
        <source>optimizer state</source>
        <translation>optimizer の状態</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>step {step}</source>
        <translation>step {step}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>running: press Pause to stop</source>
        <translation>実行中：「一時停止」で止まります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>loss {loss}</source>
        <translation>損失 {loss}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>{pairs} pairs, {passes} passes of the text</source>
        <translation>{pairs} ペア、テキスト {passes} 周</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>distance {distance}</source>
        <translation>距離 {distance}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>distance of {first} and {second} {distance}</source>
        <translation>{first} と {second} の距離 {distance}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>the past: step {step}</source>
        <translation>過去：step {step}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>press End to come back, or act to continue from here as a new branch</source>
        <translation>End で現在に戻ります。何か操作すると、ここから新しい分岐になります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>the start of the run</source>
        <translation>学習の開始時点</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>after Forward</source>
        <translation>Forward の後</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>after Backward</source>
        <translation>Backward の後</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>after Step</source>
        <translation>Step の後</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>after Zero grad</source>
        <translation>Zero grad の後</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>after Train {rounds}</source>
        <translation>Train {rounds} の後</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>after Look up</source>
        <translation>参照の後</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>after the edit of row {row}, column {column}</source>
        <translation>行 {row}、列 {column} の編集後</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>after {name} = {value}</source>
        <translation>{name} = {value} への変更後</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>after Train {rounds}, round {round}</source>
        <translation>Train {rounds} の {round} 回目の後</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>branch {number}, from step {step}</source>
        <translation>分岐 {number}（step {step} から）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>Starting PyTorch</source>
        <translation>PyTorch を起動しています</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>PyTorch has ended; press Restart</source>
        <translation>PyTorch が終了しました。「再起動」を押してください</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>grad is cleared to zeros</source>
        <translation>grad は 0 に戻します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>zero_grad is forgotten: grad adds up</source>
        <translation>zero_grad を忘れています：grad に加算されます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>stopped: the distance fell below the limit at step {step}</source>
        <translation>停止：step {step} で距離が条件を下回りました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>stopped: the distance rose at step {step}</source>
        <translation>停止：step {step} で距離が増えました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>stopped: the steps asked for are done at step {step}</source>
        <translation>停止：指定のステップ数を終えました（step {step}）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>Forward computed the loss, {loss}, and max_norm changed the rows it looked up</source>
        <translation>Forward で損失 {loss} を計算し、参照した行を max_norm が書き換えました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>Forward computed the loss, {loss}; weight and grad are as they were</source>
        <translation>Forward で損失 {loss} を計算しました。weight と grad は変わりません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>Step changed nothing</source>
        <translation>Step で何も変わりませんでした</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>Step moved no weight</source>
        <translation>Step で weight は動きませんでした</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>Step moved weight although grad holds zeros</source>
        <translation>grad は 0 ですが Step で weight が動きました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>Train moved no weight</source>
        <translation>Train で weight は動きませんでした</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>the lookup changed nothing</source>
        <translation>参照で何も変わりませんでした</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>the lookup changed rows {rows}: max_norm</source>
        <translation>参照で行 {rows} が変わりました：max_norm</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>the cell in row {row}, column {column} is {value} now</source>
        <translation>行 {row}、列 {column} のセルを {value} にしました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>grad is cleared to None from now on</source>
        <translation>これから grad は None に戻します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>grad is cleared to zeros from now on</source>
        <translation>これから grad は 0 に戻します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>zero_grad is forgotten from now on</source>
        <translation>これから zero_grad を忘れます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>{name} = {value} from now on</source>
        <translation>これから {name} = {value}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>this is the last moment</source>
        <translation>これが最後の時点です</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>the session is open again, as it was left</source>
        <translation>セッションを元の状態で開きました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>{file} is open, as it was left</source>
        <translation>{file} を元の状態で開きました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>step {step} is bookmarked as “{name}”</source>
        <translation>step {step} にしおり「{name}」を付けました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>the bookmark “{name}” is taken away</source>
        <translation>しおり「{name}」を外しました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>grad is None: press Backward to fill it</source>
        <translation>grad は None：Backward で値が入ります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>grad holds zeros: press Backward to add to them</source>
        <translation>grad は 0：Backward で加算されます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>grad is the sum of {passes} backward passes: press Step, or Zero grad to clear it</source>
        <translation>grad は backward {passes} 回分の合計：Step で weight を動かすか、Zero grad で消します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>grad is fresh and sparse, {rows} rows stored: press Step to move weight by it</source>
        <translation>grad は最新で sparse、{rows} 行を保持：Step で weight が動きます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>grad is fresh: press Step to move weight by it</source>
        <translation>grad は最新：Step で weight が動きます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>grad is stale (used by Step): press Zero grad, or Backward adds to it</source>
        <translation>grad は使用済み：Zero grad で消さないと、Backward で加算されます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/status.py"/>
        <source>grad is stale, the sum of {passes} backward passes: press Zero grad, or Backward adds to it</source>
        <translation>grad は使用済み（backward {passes} 回分の合計）：Zero grad で消さないと、Backward で加算されます</translation>
    </message>
</context>
<context>
    <name>StopPopup</name>
    <message>
        <location filename="../../embviz/gui/toolbar/stopping.py"/>
        <source>after this many steps of a Run</source>
        <translation>Run でこのステップ数に達したとき</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/stopping.py"/>
        <source>when the distance falls below</source>
        <translation>距離がこれを下回ったとき</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/stopping.py"/>
        <source>when the distance rises for the first time</source>
        <translation>距離が初めて増えたとき</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/stopping.py"/>
        <source>must be a whole number from 1 to {maximum}</source>
        <translation>1 から {maximum} までの整数にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/stopping.py"/>
        <source>must be a number above 0, such as 0.1</source>
        <translation>0 より大きい数にしてください（例：0.1）</translation>
    </message>
</context>
<context>
    <name>Stopping</name>
    <message>
        <location filename="../../embviz/gui/toolbar/stopping.py"/>
        <source>{n} steps</source>
        <translation>{n} ステップ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/stopping.py"/>
        <source>d &lt; {distance}</source>
        <translation>d &lt; {distance}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/stopping.py"/>
        <source>a rise</source>
        <translation>距離の増加</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/stopping.py"/>
        <source>Stop at…</source>
        <translation>停止条件…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/stopping.py"/>
        <source>Say where Run and Train end by themselves</source>
        <translation>Run と Train が自動で止まる条件を決めます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/stopping.py"/>
        <source>Training ends at: {conditions}</source>
        <translation>学習を止める条件：{conditions}</translation>
    </message>
</context>
<context>
    <name>Studio</name>
    <message>
        <location filename="../../embviz/gui/studio.py"/>
        <source>N must be a whole number from 1 to {maximum}</source>
        <translation>N は 1 から {maximum} までの整数にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/studio.py"/>
        <source>An unexpected error; please report it</source>
        <translation>予期しないエラーです。開発者にお知らせください</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/studio.py"/>
        <source>Cancelled; what was there before still is</source>
        <translation>キャンセルしました。前の状態のままです</translation>
    </message>
</context>
<context>
    <name>TabRow</name>
    <message>
        <location filename="../../embviz/gui/details/tab_row.py"/>
        <source>tabs before these</source>
        <translation>前のタブ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/tab_row.py"/>
        <source>tabs after these</source>
        <translation>後のタブ</translation>
    </message>
</context>
<context>
    <name>TabbedCard</name>
    <message>
        <location filename="../../embviz/gui/details/tabs.py"/>
        <source>details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/tabs.py"/>
        <source>the past · step {step}</source>
        <translation>過去 · step {step}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/tabs.py"/>
        <source>past · {step}</source>
        <translation>過去 · {step}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/tabs.py"/>
        <source>Inspector</source>
        <translation>計算過程</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/tabs.py"/>
        <source>Lookup</source>
        <translation>参照</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/tabs.py"/>
        <source>Code</source>
        <translation>コード</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/tabs.py"/>
        <source>Gap</source>
        <translation>数直線</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/tabs.py"/>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/tabs.py"/>
        <source>Words</source>
        <translation>単語</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/tabs.py"/>
        <source>Map</source>
        <translation>マップ</translation>
    </message>
</context>
<context>
    <name>TensorChooser</name>
    <message>
        <location filename="../../embviz/gui/opening/chooser.py"/>
        <source>Choose a table</source>
        <translation>表の選択</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/chooser.py"/>
        <source>{name} holds {count} tables.</source>
        <translation>{name} には {count} 個の表があります。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/chooser.py"/>
        <source>Tables</source>
        <translation>表の一覧</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/chooser.py"/>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/chooser.py"/>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>TextDialog</name>
    <message>
        <location filename="../../embviz/gui/sessions/dialogs.py"/>
        <source>Open a text</source>
        <translation>テキストを開く</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/dialogs.py"/>
        <source>Texts ({patterns})</source>
        <translation>テキスト ({patterns})</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/dialogs.py"/>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>Timeline of the run</source>
        <translation>学習のタイムライン</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>step {step}</source>
        <translation>step {step}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>First moment</source>
        <translation>最初の時点</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>Show the start of the run</source>
        <translation>学習の開始時点を表示します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>Action before</source>
        <translation>前の操作</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>Show the moment before this action; with Shift, one moment back</source>
        <translation>この操作の前の時点を表示します。Shift を押すと 1 時点戻ります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>Action after</source>
        <translation>次の操作</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>Show the moment after the next action; with Shift, one moment on</source>
        <translation>次の操作の後の時点を表示します。Shift を押すと 1 時点進みます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>Last moment</source>
        <translation>最後の時点</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>Show where the run has come to</source>
        <translation>学習の最後の時点を表示します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>Continue from here</source>
        <translation>ここから続ける</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>Go on from this moment on a branch of its own; nothing is lost</source>
        <translation>この時点から別の分岐として続けます。何も失われません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>Bookmark</source>
        <translation>しおり</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>Give this moment a name</source>
        <translation>この時点に名前を付けます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>More</source>
        <translation>その他</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/timeline/panel.py"/>
        <source>Go to, compare with, bookmarks, memory</source>
        <translation>移動、比較、しおり、メモリ</translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <location filename="../../embviz/gui/toolbar/bar.py"/>
        <source>Starting PyTorch…</source>
        <translation>PyTorch を起動中…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/bar.py"/>
        <source>PyTorch has ended</source>
        <translation>PyTorch は終了しました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/bar.py"/>
        <source>PyTorch {version}</source>
        <translation>PyTorch {version}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/bar.py"/>
        <source>N: how many rounds one press of Train does</source>
        <translation>N：Train を 1 回押したときに繰り返す回数</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/bar.py"/>
        <source>Number of rounds</source>
        <translation>繰り返す回数</translation>
    </message>
</context>
<context>
    <name>TranscriptPanel</name>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>Code</source>
        <translation>コード</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>PyTorch code of all that was done</source>
        <translation>これまでの操作の PyTorch コード</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>Copied {until}</source>
        <translation>コピーしました（{until}）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>Copied</source>
        <translation>コピーしました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>{file} was not saved: {why}</source>
        <translation>{file} を保存できません：{why}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>Saved as {file}</source>
        <translation>{file} に保存しました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>Saved as {file}, {until}</source>
        <translation>{file} に保存しました（{until}）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>up to step {step}</source>
        <translation>step {step} まで</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>up to step {step}, round {round} of Train {rounds}</source>
        <translation>step {step}（Train {rounds} の {round} 回目）まで</translation>
    </message>
</context>
<context>
    <name>VectorsDialog</name>
    <message>
        <location filename="../../embviz/gui/sessions/dialogs.py"/>
        <source>Open vectors</source>
        <translation>ベクトルを開く</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/dialogs.py"/>
        <source>Vectors ({patterns})</source>
        <translation>ベクトル ({patterns})</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/sessions/dialogs.py"/>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
</context>
<context>
    <name>WordField</name>
    <message>
        <location filename="../../embviz/gui/words/word_field.py"/>
        <source>row {row}: {name}</source>
        <translation>行 {row}：{name}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/word_field.py"/>
        <source>The rows have no names: type a number from 0 to {last}</source>
        <translation>行に名前はありません。0 から {last} までの番号を入力してください</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/word_field.py"/>
        <source>No row is called {word}</source>
        <translation>{word} という行はありません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/word_field.py"/>
        <source>There is no row {row}: type a number from 0 to {last}</source>
        <translation>行 {row} はありません。0 から {last} までの番号を入力してください</translation>
    </message>
</context>
<context>
    <name>WordsView</name>
    <message>
        <location filename="../../embviz/gui/words/view.py"/>
        <source>word to pin, or row number</source>
        <translation>ピン留めする単語か行番号</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/view.py"/>
        <source>pin a word</source>
        <translation>単語・行番号</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/view.py"/>
        <source>pinned rows and what is nearest to them</source>
        <translation>ピン留めした行と、それに近い行</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/view.py"/>
        <source>{count} rows are pinned, as many as can be: take one away first</source>
        <translation>ピン留めは {count} 行までです。先にどれかを外してください</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/view.py"/>
        <source>The rows have no names: they go by number</source>
        <translation>行に名前はありません。番号で表します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/words/view.py"/>
        <source>{words} words · {tokens} tokens · {pairs} pairs · {epochs} passes</source>
        <translation>{words} 単語 · {tokens} トークン · {pairs} ペア · {epochs} 周</translation>
    </message>
</context>
<context>
    <name>WorkStrip</name>
    <message>
        <location filename="../../embviz/gui/opening/progress.py"/>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/progress.py"/>
        <source>Cancelling…</source>
        <translation>キャンセルしています…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/progress.py"/>
        <source>{text} {percent} %</source>
        <translation>{text} {percent} %</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/progress.py"/>
        <source>Reading {name} …</source>
        <translation>{name} を読み込み中…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/progress.py"/>
        <source>Reading …</source>
        <translation>読み込み中…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/progress.py"/>
        <source>Drawing {count} numbers …</source>
        <translation>{count} 個の初期値を生成中…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/progress.py"/>
        <source>Drawing the table …</source>
        <translation>表の初期値を生成中…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/progress.py"/>
        <source>Counting the words of {name} …</source>
        <translation>{name} の単語を集計中…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/progress.py"/>
        <source>Counting words …</source>
        <translation>単語を集計中…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/progress.py"/>
        <source>Fitting …</source>
        <translation>マップを計算中…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/opening/progress.py"/>
        <source>Starting …</source>
        <translation>開始しています…</translation>
    </message>
</context>
<context>
    <name>Zeroing</name>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>optimizer.zero_grad(): grad becomes None</source>
        <translation>optimizer.zero_grad()：grad は None になります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>N times: zero_grad, forward, backward, step</source>
        <translation>zero_grad、forward、backward、step を N 回繰り返します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>zero_grad, forward, backward, step, over and over, until Pause</source>
        <translation>zero_grad、forward、backward、step を一時停止まで繰り返します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>optimizer.zero_grad(set_to_none=False): grad is filled with zeros</source>
        <translation>optimizer.zero_grad(set_to_none=False)：grad を 0 で埋めます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>N times: zero_grad(set_to_none=False), forward, backward, step</source>
        <translation>zero_grad(set_to_none=False)、forward、backward、step を N 回繰り返します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>zero_grad(set_to_none=False), forward, backward, step, until Pause</source>
        <translation>zero_grad(set_to_none=False)、forward、backward、step を一時停止まで繰り返します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>optimizer.zero_grad(): grad becomes None; in Train and Run it is forgotten</source>
        <translation>optimizer.zero_grad()：grad は None になります。Train と Run では忘れます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>N times: forward, backward, step; zero_grad is forgotten, so grad adds up</source>
        <translation>forward、backward、step を N 回繰り返します。zero_grad を忘れるので grad に加算されます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>forward, backward, step, until Pause; zero_grad is forgotten, so grad adds up</source>
        <translation>forward、backward、step を一時停止まで繰り返します。zero_grad を忘れるので grad に加算されます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>Clear grad to None</source>
        <translation>grad を None にする</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>As optimizer.zero_grad() does by default</source>
        <translation>optimizer.zero_grad() の既定の動作です</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>Clear grad to zeros</source>
        <translation>grad を 0 にする</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>As optimizer.zero_grad(set_to_none=False) does</source>
        <translation>optimizer.zero_grad(set_to_none=False) の動作です</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>Forget zero_grad</source>
        <translation>zero_grad を忘れる</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>Train and Run add each gradient to grad</source>
        <translation>Train と Run で勾配が grad に加算されます</translation>
    </message>
</context>
<context>
    <name>ZeroingArrow</name>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>How grad is cleared</source>
        <translation>grad の消し方</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/toolbar/zeroing.py"/>
        <source>How grad is cleared: to None, to zeros, or not at all</source>
        <translation>grad の消し方：None にする、0 にする、消さない</translation>
    </message>
</context>
<context>
    <name>_Rows</name>
    <message>
        <location filename="../../embviz/gui/rows/list.py"/>
        <source>{rank}. {name}, row {row}: {value}</source>
        <translation>{rank} 位：{name}、行 {row}、{value}</translation>
    </message>
</context>
<context>
    <name>_SaveDialog</name>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>Save the code</source>
        <translation>コードの保存</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>Python program (*.py)</source>
        <translation>Python プログラム (*.py)</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/details/transcript.py"/>
        <source>Jupyter notebook (*.ipynb)</source>
        <translation>Jupyter Notebook (*.ipynb)</translation>
    </message>
</context>
<context>
    <name>accessible</name>
    <message>
        <location filename="../../embviz/gui/accessible/pictures.py"/>
        <source>step {step}: {number}</source>
        <translation>step {step}：{number}</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/accessible/pictures.py"/>
        <source>map of the whole table</source>
        <translation>表全体の縮図</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <location filename="../../embviz/gui/actions/action.py"/>
        <source>Training</source>
        <translation>学習</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/action.py"/>
        <source>View</source>
        <translation>表示</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/action.py"/>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/action.py"/>
        <source>Experiments</source>
        <translation>実験</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/action.py"/>
        <source>Lessons</source>
        <translation>レッスン</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/action.py"/>
        <source>History</source>
        <translation>履歴</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/action.py"/>
        <source>Help</source>
        <translation>ヘルプ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Open…</source>
        <translation>開く…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Open a session that was saved; the one on screen stays in its own file</source>
        <translation>保存したセッションを開きます。今のセッションは元のファイルに残ります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Open vectors…</source>
        <translation>ベクトルを開く…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Begin a run whose table starts from a file of vectors: GloVe, word2vec, npy and others</source>
        <translation>ベクトルのファイル（GloVe、word2vec、npy など）を初期値にして学習を始めます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Open text…</source>
        <translation>テキストを開く…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Begin a run that learns the words of a text, as word2vec does</source>
        <translation>word2vec のように、テキストの単語の学習を始めます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Give the session a name; one that has a name is written as you work</source>
        <translation>セッションに名前を付けます。名前のあるセッションは操作のたびに書き込まれます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Save as…</source>
        <translation>名前を付けて保存…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Move the session to another file</source>
        <translation>セッションを別のファイルに移します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Export…</source>
        <translation>書き出す…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Take away a picture, the numbers or the run as a film</source>
        <translation>画像、数値、または学習の動画を書き出します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/file.py"/>
        <source>Close the window and end PyTorch's process</source>
        <translation>ウィンドウを閉じ、PyTorch のプロセスを終了します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Back to before the last action; nothing is lost</source>
        <translation>最後の操作の前に戻ります。何も失われません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Forward to after the next action</source>
        <translation>次の操作の後に進みます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Back one action</source>
        <translation>1 操作戻る</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Show the moment before the last action</source>
        <translation>最後の操作の前の時点を表示します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Forward one action</source>
        <translation>1 操作進む</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Show the moment after the next action</source>
        <translation>次の操作の後の時点を表示します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Back one step</source>
        <translation>1 ステップ戻る</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Show the moment before this one, within a train too</source>
        <translation>1 つ前の時点を表示します。Train の途中も表示できます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Forward one step</source>
        <translation>1 ステップ進む</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Show the moment after this one, within a train too</source>
        <translation>1 つ後の時点を表示します。Train の途中も表示できます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Go to the start</source>
        <translation>最初へ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Show the start of the run</source>
        <translation>学習の開始時点を表示します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Go to the present</source>
        <translation>現在へ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Show the last moment of the branch</source>
        <translation>この分岐の最後の時点を表示します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Continue from here</source>
        <translation>ここから続ける</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Begin a branch at the moment on screen, with settings of its own</source>
        <translation>表示中の時点から、別の設定にもできる分岐を始めます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Bookmark…</source>
        <translation>しおり…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/history.py"/>
        <source>Give the moment on screen a name</source>
        <translation>表示中の時点に名前を付けます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/language.py"/>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/language.py"/>
        <source>Say everything in the window in English</source>
        <translation>画面の言語を英語にします</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/language.py"/>
        <source>日本語</source>
        <translation>日本語</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/language.py"/>
        <source>Say everything in the window in Japanese</source>
        <translation>画面の言語を日本語にします</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/lessons.py"/>
        <source>Next step of the lesson</source>
        <translation>次の手順</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/lessons.py"/>
        <source>Go on in the lesson, once the step is done</source>
        <translation>手順を終えたら、レッスンの次の手順へ進みます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/lessons.py"/>
        <source>Step before</source>
        <translation>前の手順</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/lessons.py"/>
        <source>Read the step before again; the run stays as it is</source>
        <translation>前の手順を読み直します。学習はそのままです</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/lessons.py"/>
        <source>Start this step again</source>
        <translation>この手順をやり直す</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/lessons.py"/>
        <source>Bring the run back to where the step of the lesson begins</source>
        <translation>学習をこの手順の開始時点に戻します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/lessons.py"/>
        <source>End the lesson</source>
        <translation>レッスンを終了</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/lessons.py"/>
        <source>End the lesson and leave the run as it is</source>
        <translation>学習をそのまま残してレッスンを終了します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/plan.py"/>
        <source>Handout…</source>
        <translation>配布資料…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/plan.py"/>
        <source>Write a lesson as a page: its steps, pictures, what you predicted, and the code</source>
        <translation>レッスンを 1 つの文書にします：手順、図、あなたの予想、コード</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/plan.py"/>
        <source>Open plan…</source>
        <translation>授業計画を開く…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/plan.py"/>
        <source>Have the window show, fix and offer what a teacher has written down</source>
        <translation>教師が書いた計画に従って、表示、固定、選べるものを切り替えます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/plan.py"/>
        <source>Save this as a plan…</source>
        <translation>授業計画として保存…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/plan.py"/>
        <source>Write how the window is now to a file that brings it back, and can be edited</source>
        <translation>今のウィンドウの状態をファイルに書き出します。後で再現でき、編集もできます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/plan.py"/>
        <source>Leave the plan</source>
        <translation>授業計画を終了</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/plan.py"/>
        <source>Have everything again that the plan has hidden or fixed</source>
        <translation>授業計画で隠したものや固定したものをすべて元に戻します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/tabs.py"/>
        <source>Next tab</source>
        <translation>次のタブ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/tabs.py"/>
        <source>Show the next view: inspector, lookup, code and the rest</source>
        <translation>次の表示（計算過程、参照、コードなど）に切り替えます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/tabs.py"/>
        <source>Tab before</source>
        <translation>前のタブ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/tabs.py"/>
        <source>Show the view before, and before the first one the last</source>
        <translation>前の表示に切り替えます。最初の表示の前は最後の表示です</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>Stop after the step that is being done now; nothing is lost</source>
        <translation>実行中のステップが終わったら止まります。何も失われません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>Forward</source>
        <translation>Forward</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>Compute the loss and show it; weight and grad stay as they are</source>
        <translation>損失を計算して表示します。weight と grad は変わりません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>Backward</source>
        <translation>Backward</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>loss.backward(): compute the loss and add its gradient to grad</source>
        <translation>loss.backward()：損失を計算し、その勾配を grad に加算します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>Step</source>
        <translation>Step</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>optimizer.step(): move weight by grad; grad stays as it is</source>
        <translation>optimizer.step()：grad に従って weight を動かします。grad は変わりません</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>Train</source>
        <translation>Train</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>N times: zero_grad, forward, backward, step</source>
        <translation>zero_grad、forward、backward、step を N 回繰り返します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>Run</source>
        <translation>Run</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>zero_grad, forward, backward, step, over and over, until Pause</source>
        <translation>zero_grad、forward、backward、step を一時停止まで繰り返します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>Zero grad</source>
        <translation>Zero grad</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>optimizer.zero_grad(): clear grad, as the arrow beside says</source>
        <translation>optimizer.zero_grad()：右の矢印で選んだ方法で grad を消します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>Reset</source>
        <translation>リセット</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/training.py"/>
        <source>Begin again: a new table from the same seed, a new optimizer</source>
        <translation>最初からやり直します。同じ seed の新しい表と、新しい optimizer になります</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/view.py"/>
        <source>Next look</source>
        <translation>次の配色</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/view.py"/>
        <source>Go on from light to dark, from there to high contrast, and back</source>
        <translation>ライト、ダーク、高コントラストの順に切り替えます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/view.py"/>
        <source>Go to row…</source>
        <translation>行へ移動…</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/view.py"/>
        <source>Look at a row, by its number or the beginning of its label</source>
        <translation>番号、またはラベルの先頭の文字で行を探して表示します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/view.py"/>
        <source>Zoom in</source>
        <translation>拡大</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/view.py"/>
        <source>Look closer at the tables, around the chosen cell</source>
        <translation>選択中のセルを中心に、表を大きく表示します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/view.py"/>
        <source>Zoom out</source>
        <translation>縮小</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/view.py"/>
        <source>Look at more of the tables</source>
        <translation>表のより広い範囲を表示します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/view.py"/>
        <source>Whole table</source>
        <translation>表全体</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/view.py"/>
        <source>Look at all rows and columns of the tables again</source>
        <translation>すべての行と列を表示します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/wall.py"/>
        <source>Presenter mode</source>
        <translation>発表モード</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/wall.py"/>
        <source>Large numbers and few panels, for a wall; Esc ends it</source>
        <translation>投影用に数字を大きくし、パネルを減らします。Esc で終了します</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/wall.py"/>
        <source>Spotlight</source>
        <translation>スポットライト</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/wall.py"/>
        <source>Dim the window but for the chosen cell and its reason</source>
        <translation>選択中のセルとその計算以外を暗くします</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/wall.py"/>
        <source>Larger text</source>
        <translation>文字を大きく</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/wall.py"/>
        <source>Make everything in the window larger</source>
        <translation>ウィンドウ全体を大きくします</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/wall.py"/>
        <source>Smaller text</source>
        <translation>文字を小さく</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/wall.py"/>
        <source>Make everything in the window smaller</source>
        <translation>ウィンドウ全体を小さくします</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/wall.py"/>
        <source>Keys</source>
        <translation>キー一覧</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/actions/wall.py"/>
        <source>Show all keys on one sheet</source>
        <translation>すべてのキーを一覧で表示します</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <location filename="../../embviz/core/arithmetic.py"/>
        <source>{target}: PyTorch's number differs by {difference}. It computes in {dtype}, which keeps about {digits} digits, and rounds after each operation.</source>
        <translation>{target}：PyTorch の値との差は {difference} です。PyTorch は {dtype}（有効数字は約 {digits} 桁）で計算し、演算のたびに丸めます。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/arithmetic.py"/>
        <source>{target}: PyTorch has {torch}. It computes in {dtype}, and a number on the way is too large or too small for it: it becomes inf, nan or 0.</source>
        <translation>{target}：PyTorch の値は {torch} です。{dtype} で計算すると途中の値が大きすぎるか小さすぎるため、inf や nan や 0 になります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/arithmetic.py"/>
        <source>{target}: PyTorch's number differs by {difference}, more than rounding to the {digits} digits of {dtype} makes by itself: the way to it magnifies small errors, or something was changed in between.</source>
        <translation>{target}：PyTorch の値との差は {difference} で、{dtype} の {digits} 桁の丸めだけでは説明できません。途中で小さな誤差が拡大されたか、値が書き換えられています。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be a whole number, at least {minimum}</source>
        <translation>{minimum} 以上の整数にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be a whole number from {minimum} to {maximum}</source>
        <translation>{minimum} から {maximum} までの整数にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be one of {names}</source>
        <translation>{names} のいずれかにしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be true or false</source>
        <translation>true か false にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be a number from {minimum} to {maximum}</source>
        <translation>{minimum} から {maximum} までの数にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be a number, at least {minimum}</source>
        <translation>{minimum} 以上の数にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be a number above 0 and at most {maximum}</source>
        <translation>0 より大きく {maximum} 以下の数にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be a number, at least {minimum} and below {maximum}</source>
        <translation>{minimum} 以上 {maximum} 未満の数にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be a finite number</source>
        <translation>有限の数にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>{owner} has no such argument; it has {names}</source>
        <translation>{owner} にこの引数はありません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be pairs of row numbers, such as 0, 1</source>
        <translation>行番号のペアにしてください（例：0, 1）</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be at least one pair of row numbers, such as 0, 1</source>
        <translation>行番号のペアが 1 つ以上必要です（例：0, 1）</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be at most {limit} pairs</source>
        <translation>ペアは {limit} 個までです</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be row numbers from 0 to {maximum}, as the table has {rows} rows</source>
        <translation>表は {rows} 行なので、0 から {maximum} までの行番号にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>only the loss skipgram has negative pairs</source>
        <translation>負例のペアは損失 skipgram でだけ使えます</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>the table is too large: a quarter of the memory available holds {limit} cells</source>
        <translation>表が大きすぎます。使えるメモリの 4 分の 1 に収まるのは {limit} セルまでです</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be a row from {minimum} to {maximum}</source>
        <translation>{minimum} から {maximum} までの行にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be {rows} rows of {dim} numbers each, as the table</source>
        <translation>表に合わせて {rows} 行、各行 {dim} 個の数にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be at most {limit} numbers</source>
        <translation>数は {limit} 個までです</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>needs a matrix: paste or load one</source>
        <translation>行列が必要です。貼り付けるか読み込んでください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>needs a file of vectors</source>
        <translation>ベクトルのファイルが必要です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be left out where initial is not 'file'</source>
        <translation>initial が 'file' でないときは指定できません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>cannot go together with a file of vectors</source>
        <translation>ベクトルのファイルとは併用できません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>a text is trained with the loss skipgram</source>
        <translation>テキストの学習に使える損失は skipgram です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be left out where initial is not 'values'</source>
        <translation>initial が 'values' でないときは指定できません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/checks.py"/>
        <source>must be arguments by name, such as lr = 0.1</source>
        <translation>名前付きの引数にしてください（例：lr = 0.1）</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>same settings</source>
        <translation>同じ設定</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>{name} {value}</source>
        <translation>{name} {value}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>{name}</source>
        <translation>{name}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>no {name}</source>
        <translation>{name} なし</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>{optimizer} lr {lr}</source>
        <translation>{optimizer} lr {lr}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>{rows} × {dim}</source>
        <translation>{rows} × {dim}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>then {name} {value}</source>
        <translation>その後 {name} {value}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>same settings from step {step}</source>
        <translation>step {step} から同じ設定</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>{name} {value} from step {step}</source>
        <translation>step {step} から {name} {value}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>{name} from step {step}</source>
        <translation>step {step} から {name}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>no {name} from step {step}</source>
        <translation>step {step} から {name} なし</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>pair {first}, {second}</source>
        <translation>ペア {first}, {second}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>{count} pairs</source>
        <translation>ペア {count} 個</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>other pairs</source>
        <translation>別のペア</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>negatives {count}</source>
        <translation>負例 {count} 個</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>other negatives</source>
        <translation>別の負例</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>other values</source>
        <translation>別の値</translation>
    </message>
    <message>
        <location filename="../../embviz/core/differences.py"/>
        <source>{name} changed</source>
        <translation>{name} を変更</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>The article</source>
        <translation>記事の実験</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Train: the distance falls to 0.0813 at step 5, then momentum carries the rows past each other, and it never settles.</source>
        <translation>Train を押すと、距離は step 5 で 0.0813 まで縮みますが、momentum のせいで 2 つの行はすれ違い、いつまでも落ち着きません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Without momentum</source>
        <translation>momentum なし</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Run: the distance falls by 0.2 a step and from step 13 on jumps between 0.1101 and 0.0899 for ever, since the gradient is as long near the goal as far away.</source>
        <translation>Run を押すと、距離は 1 ステップに 0.2 ずつ縮み、step 13 からは 0.1101 と 0.0899 の間を往復し続けます。近づいても勾配の長さが変わらないためです。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Forgotten zero_grad</source>
        <translation>zero_grad を忘れると</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Train twice: grad is the sum of all passes so far, and the distance swings out to 13.4208 at step 11 instead of 2.0194 at step 9.</source>
        <translation>Train を 2 回押すと、grad にはそれまでの backward の合計がたまり、距離の振れは step 9 の 2.0194 ではなく、step 11 の 13.4208 まで広がります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Zeros instead of None</source>
        <translation>None ではなく 0</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Backward, Step, Zero grad and Step: grad holds zeros, and momentum still takes the distance from 2.5101 to 2.3301, where with None the second Step changes nothing.</source>
        <translation>Backward、Step、Zero grad、Step の順に押すと、grad は 0 なのに momentum で距離は 2.5101 から 2.3301 に縮みます。None なら 2 回目の Step では何も変わりません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>A row that is not in the batch still moves</source>
        <translation>バッチにない行も動く</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Train, type 2, 3 into pairs, press Set now and Train again: rows 0 and 1 have left the batch and their grad is 0, yet their momentum carries them on.</source>
        <translation>Train を押し、pairs に 2, 3 と入力して「今すぐ反映」、もう一度 Train を押します。行 0 と 1 はバッチから外れて grad も 0 なのに、momentum で動き続けます。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Adam moves it too</source>
        <translation>Adam でも動く</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Train, type 2, 3 into pairs, press Set now and Train again: rows 0 and 1 have left the batch and their grad is 0, yet exp_avg remembers their past grads and Adam moves them on.</source>
        <translation>Train を押し、pairs に 2, 3 と入力して「今すぐ反映」、もう一度 Train を押します。行 0 と 1 はバッチから外れて grad も 0 ですが、exp_avg に過去の grad が残り、Adam が動かし続けます。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Padding row and weight decay</source>
        <translation>padding 行と weight decay</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Backward and Step: the padding row 2 is in a pair and gets no grad, yet weight decay moves it from 1 to 0.99.</source>
        <translation>Backward と Step を押します。padding の行 2 はペアに入っていても grad を受け取りませんが、weight decay が値を 1 から 0.99 に動かします。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>max_norm rewrites in forward</source>
        <translation>max_norm は forward で書き換える</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Forward: the lookup alone shortens both rows to length 1 in the table itself, and the loss is 1.4436, where without max_norm it is 2.7101.</source>
        <translation>Forward を押すと、参照しただけで表の 2 つの行が長さ 1 に縮みます。損失は 1.4436 で、max_norm がなければ 2.7101 です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>scale_grad_by_freq</source>
        <translation>scale_grad_by_freq</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Backward: row 0 is looked up three times and its grad is divided by 3; without scale_grad_by_freq it is three times as large, and the other rows' is the same.</source>
        <translation>Backward を押します。行 0 は 3 回参照されるので grad が 3 で割られます。scale_grad_by_freq がなければ 3 倍の値になり、ほかの行は変わりません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>A sparse grad that Adam refuses</source>
        <translation>Adam が拒否する sparse grad</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Backward and Step: Backward stores only the rows of the batch, and Adam refuses such a grad with torch's own words, while SparseAdam would take it.</source>
        <translation>Backward と Step を押します。Backward がバッチの行だけを保持した grad を作り、Adam は torch のエラーを出して拒否します。SparseAdam なら受け付けます。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>bfloat16 that never moves</source>
        <translation>bfloat16 では動かない</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Train: each step asks for 0.001, which is less than half of what bfloat16 can tell apart just below 1, so the weights stay 1 and -1, while in float32 100 steps take them to 0.9 and -0.9.</source>
        <translation>Train を押します。各ステップで 0.001 動くはずですが、1 の少し下で bfloat16 が区別できる幅の半分に足りず、weight は 1 と -1 のままです。float32 なら 100 ステップで 0.9 と -0.9 になります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>NaN by a hand-written distance</source>
        <translation>自作の距離で NaN</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Backward and Step: the rows are equal and the loss is 0, but the slope of a root at 0 is infinite, so grad is nan and then so is the table; the Euclidean loss gives a grad of 0 here.</source>
        <translation>Backward と Step を押します。行が等しく損失は 0 ですが、0 での平方根の傾きは無限大なので grad が nan になり、表も nan になります。ユークリッド距離の損失なら、ここでの grad は 0 です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>The squared loss settles</source>
        <translation>2 乗の損失なら落ち着く</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Run: the distance is all but 0 at step 2, swings back to 2.1952 at step 4 and stays below 0.001 from step 149 on, since this gradient shrinks with the distance.</source>
        <translation>Run を押すと、距離は step 2 でほぼ 0 になり、step 4 で 2.1952 に戻りますが、step 149 からは 0.001 未満のままです。距離とともに勾配も小さくなるためです。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Learning-rate decay settles</source>
        <translation>lr を減らすと落ち着く</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Run: the article's run with lr multiplied by 0.97 after each step stays below 0.001 from step 199 on.</source>
        <translation>Run を押します。lr を 1 ステップごとに 0.97 倍にするだけで、記事の実験の距離が step 199 から 0.001 未満に収まります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>A dot product that runs away</source>
        <translation>発散する内積</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Run: the negative dot product has no least value, so the rows grow for ever and the loss is -inf from step 463 on.</source>
        <translation>Run を押します。符号を反転した内積には最小値がないため、行は伸び続け、step 463 から損失は -inf になります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Skip-gram on five words</source>
        <translation>5 単語の skip-gram</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Train: after 10 rounds the dot products of the pairs 0, 1 and 2, 3 are positive and those of all six negative pairs negative, though rows 0 and 1 are still 3.2 apart: it is directions that count.</source>
        <translation>Train を押します。10 回でペア 0, 1 と 2, 3 の内積は正に、6 つの負例の内積はすべて負になります。それでも行 0 と 1 の距離は 3.2 あります。大事なのは向きだからです。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Skip-gram on a toy text in English</source>
        <translation>skip-gram：英語の小さなテキスト</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Run: the loss begins at 4.1589, six times ln 2, since the contexts start at 0; after some 6,000 steps king − man + woman, under Words, is queen, and the map has groups.</source>
        <translation>Run を押します。context の初期値が 0 なので、損失は ln 2 の 6 倍、4.1589 から始まります。約 6,000 ステップで「単語」の king − man + woman が queen になり、マップにまとまりが現れます。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Skip-gram on a toy text in Japanese</source>
        <translation>skip-gram：日本語の小さなテキスト</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Run: the loss begins at 4.1589, and after some 5,000 steps 王様 − 男 + 女, under Words, is 女王; the words stand apart in this text, so that it needs no tokenizer.</source>
        <translation>Run を押します。損失は 4.1589 から始まり、約 5,000 ステップで「単語」の 王様 − 男 + 女 が 女王 になります。単語を空白で区切ったテキストなので、形態素解析は要りません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Skip-gram on the World English Bible</source>
        <translation>skip-gram：英語訳聖書（WEB）</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Run and look at Words: the loss begins at 4.1589, and after five passes of the text the neighbours of a word make sense, and ρ says how far they agree with people.</source>
        <translation>Run を押して「単語」を見ます。損失は 4.1589 から始まり、テキストを 5 周すると単語の近傍が意味をなしてきます。人の判断との一致は ρ でわかります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>A production table: 1,000,000 x 300, sparse</source>
        <translation>実務規模の表：1,000,000 x 300、sparse</translation>
    </message>
    <message>
        <location filename="../../embviz/core/examples.py"/>
        <source>Press Run: grad stores 2 of 1,000,000 rows, a step moves these alone, and the distance falls by 0.2 a step, as in the table of two rows.</source>
        <translation>Run を押します。grad は 1,000,000 行のうち 2 行だけを保持し、1 ステップで動くのもその 2 行だけです。距離は 2 行の表と同じく 0.2 ずつ縮みます。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/experiment.py"/>
        <source>must have at most {limit} bytes</source>
        <translation>{limit} バイトまでです</translation>
    </message>
    <message>
        <location filename="../../embviz/core/experiment.py"/>
        <source>an experiment has no such field; it has {names}</source>
        <translation>実験にこの項目はありません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/experiment.py"/>
        <source>torch takes it: a lookup makes the rows that it looks up zero</source>
        <translation>torch は受け付けますが、参照した行が 0 になります</translation>
    </message>
    <message>
        <location filename="../../embviz/core/experiment.py"/>
        <source>torch takes it: a lookup turns the rows that it looks up around</source>
        <translation>torch は受け付けますが、参照した行の向きが反転します</translation>
    </message>
    <message>
        <location filename="../../embviz/core/experiment.py"/>
        <source>torch refuses it at Backward: no sparse grad is scaled by frequency</source>
        <translation>Backward で torch が拒否します：sparse な grad は頻度で割れません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/experiment.py"/>
        <source>torch refuses it at Backward: it cannot add sparse grads of float16</source>
        <translation>Backward で torch が拒否します：float16 の sparse な grad は足せません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/experiment.py"/>
        <source>must be TOML: {why}</source>
        <translation>TOML として読めません：{why}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/experiment.py"/>
        <source>must be text in UTF-8</source>
        <translation>UTF-8 のテキストにしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>The backward pass behind this grad was not kept.</source>
        <translation>この grad を作った backward の記録は残っていません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>Backward has not been done yet: this is what it would give.</source>
        <translation>Backward はまだ実行されていません。実行するとこうなります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>This is the padding row: nn.Embedding gives it no gradient.</source>
        <translation>padding の行です。nn.Embedding はこの行に勾配を渡しません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>No pair holds this row: its gradient is 0.</source>
        <translation>この行を含むペアがないので、勾配は 0 です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>No pair of this batch holds this row: its gradient is 0.</source>
        <translation>このバッチにはこの行を含むペアがないので、勾配は 0 です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>{share} is of the pair {pair}.</source>
        <translation>{share} はペア {pair} の分です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>{share} is of the pair {pair}, label +1.</source>
        <translation>{share} はペア {pair} の分です（ラベル +1）。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>{share} is of the negative pair {pair}, label −1.</source>
        <translation>{share} は負例のペア {pair} の分です（ラベル −1）。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>The sum of the shares is divided by the {pairs} pairs of the batch; their {negatives} negatives are not counted.</source>
        <translation>各ペアの分の合計を、バッチのペア数 {pairs} で割ります。負例 {negatives} 個は数えません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>The row is in {count} pairs; the shares of {shown} of them are shown, and not their sum, which would be another number than PyTorch's.</source>
        <translation>この行は {count} 個のペアに含まれます。そのうち {shown} 個の分だけを示し、PyTorch の値と異なるため合計は示しません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>grad held {before} before this pass: Backward adds to it.</source>
        <translation>この backward の前の grad は {before} でした。Backward はそこに加算します。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>scale_grad_by_freq divides by how often that lookup held the row.</source>
        <translation>scale_grad_by_freq は、その参照に行が現れた回数で割ります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>This is of the pair {pair}, the first of {count} that hold the row.</source>
        <translation>これは、この行を含む {count} 個のペアのうち最初のペア {pair} の計算です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>This is of the pair {pair}.</source>
        <translation>これはペア {pair} の計算です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>It is a negative pair: its label is −1.</source>
        <translation>負例のペアなので、ラベルは −1 です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>NumPy gives {numpy} from the printed digits and PyTorch {torch}: the printed digits are rounded to 4 decimals, and PyTorch has all of them.</source>
        <translation>表示された数字からの計算では NumPy は {numpy}、PyTorch は {torch} です。表示は小数 4 桁に丸めてありますが、PyTorch はすべての桁を使います。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_gradient.py"/>
        <source>NumPy gives the same 4 decimals here, though the printed digits are rounded.</source>
        <translation>表示された数字は丸めてありますが、ここでは NumPy でも小数 4 桁まで一致します。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_update.py"/>
        <source>grad is None: Step skips the table, its buffers too, and nothing moves.</source>
        <translation>grad が None なので、Step はバッファも含めて表を飛ばし、何も動きません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_update.py"/>
        <source>The sparse grad does not store this row: Step leaves it as it is.</source>
        <translation>sparse な grad にこの行がないので、Step は行を変えません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_update.py"/>
        <source>The sparse grad does not store this row: only its buffer moves it on.</source>
        <translation>sparse な grad にこの行がないので、バッファの分だけ動きます。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_update.py"/>
        <source>Since then the cell was edited: its weight is {weight} now.</source>
        <translation>その後セルが編集され、weight は現在 {weight} です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_update.py"/>
        <source>Since then max_norm rewrote the row in a lookup: the weight is {weight} now.</source>
        <translation>その後の参照で max_norm が行を書き換え、weight は現在 {weight} です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_update.py"/>
        <source>Right: without momentum this is the whole rule of SGD, at every step.</source>
        <translation>正しい式です。momentum がなければ、どのステップでも SGD の更新はこれだけです。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_update.py"/>
        <source>Right, on the first step alone: from the second on, the buffer carries earlier gradients.</source>
        <translation>正しいのは最初のステップだけです。2 ステップ目からは、バッファに過去の勾配が残ります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_update.py"/>
        <source>The same number here, but not in general:</source>
        <translation>ここでは同じ値ですが、一般には異なります：</translation>
    </message>
    <message>
        <location filename="../../embviz/core/explain_update.py"/>
        <source>lr is {lr} in this step; it began with {first}.</source>
        <translation>このステップの lr は {lr} です（最初は {first}）。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>Step {n}</source>
        <translation>手順 {n}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>To do</source>
        <translation>すること</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>Predict first</source>
        <translation>予想してみよう</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>Your prediction</source>
        <translation>あなたの予想</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>What PyTorch did</source>
        <translation>PyTorch の結果</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>right</source>
        <translation>予想どおり</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>not so</source>
        <translation>予想と違いました</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>nothing yet</source>
        <translation>未回答</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>done</source>
        <translation>完了</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>not done yet</source>
        <translation>未完了</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>What was done, as PyTorch code</source>
        <translation>操作の PyTorch コード</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>embviz · PyTorch {torch} · {date}</source>
        <translation>embviz · PyTorch {torch} · {date}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>All {count} steps are done.</source>
        <translation>全 {count} 手順を終えました。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/handout.py"/>
        <source>{done} of {count} steps are done.</source>
        <translation>{count} 手順のうち {done} 手順を終えました。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/labels.py"/>
        <source>{label} (row {row})</source>
        <translation>{label} (行 {row})</translation>
    </message>
    <message>
        <location filename="../../embviz/core/labels.py"/>
        <source>row {row}</source>
        <translation>行 {row}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/losses.py"/>
        <source>A row is shorter than 1e-8: PyTorch divides by 1e-8 instead of its length, so the gradient can be huge.</source>
        <translation>行の長さが 1e-8 未満です。PyTorch は長さの代わりに 1e-8 で割るので、勾配が極端に大きくなることがあります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/losses.py"/>
        <source>Euclidean distance</source>
        <translation>ユークリッド距離</translation>
    </message>
    <message>
        <location filename="../../embviz/core/losses.py"/>
        <source>The rows are equal: PyTorch takes the gradient of the distance as 0 there.</source>
        <translation>2 つの行が等しいとき、PyTorch は距離の勾配を 0 とします。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/losses.py"/>
        <source>squared Euclidean distance</source>
        <translation>ユークリッド距離の 2 乗</translation>
    </message>
    <message>
        <location filename="../../embviz/core/losses.py"/>
        <source>mean squared error</source>
        <translation>平均 2 乗誤差</translation>
    </message>
    <message>
        <location filename="../../embviz/core/losses.py"/>
        <source>L1: mean absolute error</source>
        <translation>L1：平均絶対誤差</translation>
    </message>
    <message>
        <location filename="../../embviz/core/losses.py"/>
        <source>cosine distance</source>
        <translation>コサイン距離</translation>
    </message>
    <message>
        <location filename="../../embviz/core/losses.py"/>
        <source>negative dot product</source>
        <translation>内積 × (−1)</translation>
    </message>
    <message>
        <location filename="../../embviz/core/losses.py"/>
        <source>hand-written sqrt(sum(square))</source>
        <translation>自作の sqrt(sum(square))</translation>
    </message>
    <message>
        <location filename="../../embviz/core/losses.py"/>
        <source>The rows are equal: the root has no slope at 0, and 0 / 0 is nan.</source>
        <translation>2 つの行が等しいと、平方根は 0 で微分できず、0 / 0 は nan になります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/losses.py"/>
        <source>skip-gram with negative sampling</source>
        <translation>skip-gram (負例抽出)</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>no numbers yet: paste rows of them, one row a line</source>
        <translation>数がありません。1 行に表の 1 行分の数を貼り付けてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>too long: a matrix has at most {limit} characters</source>
        <translation>長すぎます。行列は {limit} 文字までです</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>too many numbers: a matrix has at most {limit}, here are {count}</source>
        <translation>数が多すぎます。行列は {limit} 個までで、ここには {count} 個あります</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>line {line}, word {word}: {text} is no number</source>
        <translation>{line} 行目の {word} 番目：{text} は数ではありません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>line {line}, word {word}: {text} is no number; split all numbers of a row alike, and write 0.1 with a point</source>
        <translation>{line} 行目の {word} 番目：{text} は数ではありません。1 行の数は同じ区切りで並べ、小数点は 0.1 のように書いてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>line {line}, word {word}: a number is missing</source>
        <translation>{line} 行目の {word} 番目：数が抜けています</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>line {line}, word {word}: {text} is too large for a number</source>
        <translation>{line} 行目の {word} 番目：{text} は数として大きすぎます</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>line {line}: numbers are left out here (...); torch prints all of them after {remedy}</source>
        <translation>{line} 行目：数が省略されています (...)。{remedy} とすると torch はすべて表示します</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>line {line}: this row holds {count}, the first one {first}; all must be equally long</source>
        <translation>{line} 行目：この行の数は {count} 個、最初の行は {first} 個です。すべて同じ個数にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>line {line}: {text} is no part of a matrix</source>
        <translation>{line} 行目：{text} は行列に使えません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>line {line}: a bracket is opened and never closed, or closed and never opened</source>
        <translation>{line} 行目：かっこの対応が取れていません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>line {line}: a list in a list in a list; a matrix has two levels</source>
        <translation>{line} 行目：リストが 3 重になっています。行列は 2 重までです</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>{name} is no text in UTF-8</source>
        <translation>{name} は UTF-8 のテキストではありません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>{name} is no .npy file that can be read: {why}</source>
        <translation>{name} は .npy ファイルとして読めません：{why}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/matrix.py"/>
        <source>{name} holds {shape} of {dtype}; a matrix is rows x columns of floats or whole numbers</source>
        <translation>{name} の中身は {shape} の {dtype} です。行列は、行 x 列の浮動小数点数か整数です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>torch takes it: the first step makes every number that it moves nan</source>
        <translation>torch は受け付けますが、最初のステップで動く値がすべて nan になります</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>torch takes it: the first step makes the table infinite, or nan</source>
        <translation>torch は受け付けますが、最初のステップで表が無限大か nan になります</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>learning rate: the length of a step</source>
        <translation>学習率：1 ステップの大きさ</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>adds this multiple of weight to its gradient</source>
        <translation>weight のこの倍数を勾配に足します</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>climb the loss instead of descending</source>
        <translation>損失を減らす代わりに増やします</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>added to the divisor, so that nothing is divided by zero</source>
        <translation>0 で割らないように分母に足す値</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>torch takes it, but from 1 on no gradient fades: the run cannot settle</source>
        <translation>torch は受け付けますが、1 以上では過去の勾配が減衰せず、学習は落ち着きません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>how slowly the mean of grad fades</source>
        <translation>grad の平均が減衰する遅さ</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>how slowly the mean of grad² fades</source>
        <translation>grad² の平均が減衰する遅さ</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>torch refuses it at Step: it takes no sparse grad</source>
        <translation>Step で torch が拒否します：sparse な grad は使えません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>divide by the largest mean of grad² so far</source>
        <translation>それまでの grad² の平均の最大値で割ります</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>how much of the last step is carried on into this one</source>
        <translation>前のステップをどれだけ引き継ぐか</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>how much of a new gradient is kept out of the buffer</source>
        <translation>新しい勾配のうち、バッファに入れない割合</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>look ahead along the buffer</source>
        <translation>バッファの向きを先読みします</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>nesterov needs a momentum above 0 and a dampening of 0</source>
        <translation>nesterov では momentum を 0 より大きく、dampening を 0 にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>torch refuses it at Step: a decay touches all rows, a sparse grad only some</source>
        <translation>Step で torch が拒否します：decay は全行、sparse な grad は一部の行だけが対象です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>shrinks weight by this share of lr, apart from the gradient</source>
        <translation>勾配とは別に、weight を lr × この値の割合だけ縮めます</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>divides lr by 1 + lr_decay · (step - 1)</source>
        <translation>lr を 1 + lr_decay · (step - 1) で割ります</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>what the sum of grad² starts from</source>
        <translation>grad² の合計の初期値</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>torch takes it, but above 1 the mean turns negative and its root is nan</source>
        <translation>torch は受け付けますが、1 より大きいと平均が負になり、平方根が nan になります</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>divide by the standard deviation of grad, not its size</source>
        <translation>grad の大きさではなく標準偏差で割ります</translation>
    </message>
    <message>
        <location filename="../../embviz/core/optimizers.py"/>
        <source>torch refuses it at Step: it takes a sparse grad only; switch sparse on</source>
        <translation>Step で torch が拒否します：sparse な grad だけを使えます。sparse をオンにしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>{file}, line {line}: {what}</source>
        <translation>{file} の {line} 行目：{what}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no part of a plan; it has {names}</source>
        <translation>授業計画に '{name}' という項目はありません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no part of a plan; did you mean '{nearest}'?</source>
        <translation>授業計画に '{name}' という項目はありません。'{nearest}' のことですか？</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no part of an experiment of a plan; it has {names}</source>
        <translation>授業計画の実験に '{name}' という項目はありません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no part of an experiment of a plan; did you mean '{nearest}'?</source>
        <translation>授業計画の実験に '{name}' という項目はありません。'{nearest}' のことですか？</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no control; there are {names}</source>
        <translation>'{name}' という部品はありません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no control; did you mean '{nearest}'?</source>
        <translation>'{name}' という部品はありません。'{nearest}' のことですか？</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no lesson; there are {names}</source>
        <translation>'{name}' というレッスンはありません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no lesson; did you mean '{nearest}'?</source>
        <translation>'{name}' というレッスンはありません。'{nearest}' のことですか？</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no ready experiment; there are {names}</source>
        <translation>'{name}' という実験は用意されていません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no ready experiment; did you mean '{nearest}'?</source>
        <translation>'{name}' という実験は用意されていません。'{nearest}' のことですか？</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no language of embviz; there are {names}</source>
        <translation>'{name}' は embviz の言語ではありません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no language of embviz; did you mean '{nearest}'?</source>
        <translation>'{name}' は embviz の言語ではありません。'{nearest}' のことですか？</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no theme; there are {names}</source>
        <translation>'{name}' という配色はありません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no theme; did you mean '{nearest}'?</source>
        <translation>'{name}' という配色はありません。'{nearest}' のことですか？</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no curve; there are {names}</source>
        <translation>'{name}' という曲線はありません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no curve; did you mean '{nearest}'?</source>
        <translation>'{name}' という曲線はありません。'{nearest}' のことですか？</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no setting that can be fixed; there are {names}</source>
        <translation>'{name}' は固定できる設定ではありません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>'{name}' is no setting that can be fixed; did you mean '{nearest}'?</source>
        <translation>'{name}' は固定できる設定ではありません。'{nearest}' のことですか？</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>an experiment has no '{name}'; it has {names}</source>
        <translation>実験に '{name}' という項目はありません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/faults.py"/>
        <source>an experiment has no '{name}'; did you mean '{nearest}'?</source>
        <translation>実験に '{name}' という項目はありません。'{nearest}' のことですか？</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>'{name}' must be a text, not {value}</source>
        <translation>'{name}' は {value} ではなく、文字列にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>'{name}' must be a list of texts, not {value}</source>
        <translation>'{name}' は {value} ではなく、文字列のリストにしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>'{name}' is a list of texts, and {value} is none</source>
        <translation>'{name}' は文字列のリストですが、{value} は文字列ではありません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>'{name}' must be true or false, not {value}</source>
        <translation>'{name}' は {value} ではなく、true か false にしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>'{name}' must be a table, not {value}</source>
        <translation>'{name}' は {value} ではなく、テーブルにしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>'{name}' must be a list of tables, each under [[{name}]], not {value}</source>
        <translation>'{name}' は {value} ではなく、[[{name}]] で始まるテーブルのリストにしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>'{name}' must be a text, or a table of one for each language, not {value}</source>
        <translation>'{name}' は {value} ではなく、文字列か、言語ごとの文字列のテーブルにしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>'{name}' must be one of {names}, not {value}</source>
        <translation>'{name}' は {value} ではなく、{names} のいずれかにしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>'{name}' stands here twice</source>
        <translation>'{name}' が 2 回書かれています</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>'{name}' is missing here</source>
        <translation>ここに '{name}' がありません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>'{name}' is empty</source>
        <translation>'{name}' が空です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>'{name}' is the id of another ready experiment already</source>
        <translation>'{name}' は用意された別の実験の id です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>all tabs are hidden: hide 'panel_details' instead</source>
        <translation>すべてのタブが隠されています。代わりに 'panel_details' を隠してください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>a plan begins with one lesson, or with one experiment</source>
        <translation>授業計画の最初は、レッスンか実験のどちらか 1 つです</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/parts.py"/>
        <source>the plan begins with '{name}', but does not offer it</source>
        <translation>授業計画は '{name}' から始まりますが、それを選べるようにしていません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/reading.py"/>
        <source>a plan has at most {limit} bytes</source>
        <translation>授業計画は {limit} バイトまでです</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/reading.py"/>
        <source>a plan is text in UTF-8</source>
        <translation>授業計画は UTF-8 のテキストにしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/reading.py"/>
        <source>this is no TOML: {why}</source>
        <translation>TOML として読めません：{why}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/settings.py"/>
        <source>'{name}' stands under [fixed], and belongs above it</source>
        <translation>'{name}' が [fixed] の下にあります。[fixed] より上に書いてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/settings.py"/>
        <source>{owner} has no such argument</source>
        <translation>{owner} にこの引数はありません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/settings.py"/>
        <source>a plan cannot fix what comes from a file or a matrix</source>
        <translation>ファイルや行列から来る値は授業計画で固定できません</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/settings.py"/>
        <source>the plan fixes {name} = {value}, and this has another</source>
        <translation>授業計画は {name} = {value} に固定していますが、この値は異なります</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/settings.py"/>
        <source>'{name}' has {field} = {has}, but the plan fixes it to {value}</source>
        <translation>'{name}' では {field} = {has} ですが、授業計画は {value} に固定しています</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/settings.py"/>
        <source>'{name}' needs {controls}, which the plan hides or fixes</source>
        <translation>'{name}' には {controls} が必要ですが、授業計画で隠されているか固定されています</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/writing.py"/>
        <source>A plan for embviz: what its window hides, fixes and offers.
A line that begins with # says nothing to embviz; take the # away to use it, and save the file.</source>
        <translation>embviz の授業計画：ウィンドウで隠すもの、固定するもの、選べるものを決めます。
# で始まる行は無視されます。使うには # を取り、ファイルを保存してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/writing.py"/>
        <source>The language of the window: {languages}.</source>
        <translation>ウィンドウの言語：{languages}。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/writing.py"/>
        <source>Its colours: {themes}.</source>
        <translation>配色：{themes}。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/writing.py"/>
        <source>The size of its text in percent: {text_scales}.</source>
        <translation>文字の大きさ（%）：{text_scales}。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/writing.py"/>
        <source>Whether it opens in presenter mode, for the wall.</source>
        <translation>投影用の発表モードで開くかどうか。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/writing.py"/>
        <source>What is not there, neither as a button nor in a menu nor by its key. There are:
{controls}</source>
        <translation>隠すもの。ボタン、メニュー、キーのどれでも使えなくなります。選べるもの：
{controls}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/writing.py"/>
        <source>The lessons that are offered, in this order; without this line, all are. There are:
{lessons}</source>
        <translation>選べるレッスンとその順序。この行がなければすべて選べます。レッスンの一覧：
{lessons}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/writing.py"/>
        <source>The ready experiments that are offered beside your own; without this line, all are.
There are:
{examples}</source>
        <translation>自分の実験のほかに選べる、用意された実験。この行がなければすべて選べます。
実験の一覧：
{examples}</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/writing.py"/>
        <source>What the window begins with: one lesson or one experiment, by its id.</source>
        <translation>最初に表示するもの：レッスンか実験の id を 1 つ。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/writing.py"/>
        <source>Settings that nobody can change, by their names in the setup.</source>
        <translation>変更できない設定。「設定」での名前で指定します。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/plan/writing.py"/>
        <source>An experiment of your own, for the menu Experiments: its title, what to look for, the curve that
shows it best (distance, loss or gap), and below what differs from the window's first experiment.
A title may be one text, or one for each language: title.en = "…" and title.ja = "…".</source>
        <translation>「実験」メニューに加える自分の実験：題名、見どころ、最もよくわかる曲線
（distance、loss、gap のどれか）、その下に最初の実験と異なる項目を書きます。
題名は 1 つの文字列でも、言語ごとでも構いません：title.en = "…" と title.ja = "…"。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>A weight decay changes every row, but a sparse grad holds only the rows of the batch.</source>
        <translation>weight decay はすべての行を変えますが、sparse な grad にはバッチの行しかありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Set weight_decay to 0, or switch sparse off.</source>
        <translation>weight_decay を 0 にするか、sparse をオフにしてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>The table asks for more memory than there is.</source>
        <translation>表に必要なメモリが足りません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Make rows or dim smaller.</source>
        <translation>rows か dim を小さくしてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>An index is no row of the table: rows count from 0, and negative ones do not wrap around.</source>
        <translation>表にない行のインデックスです。行は 0 から数え、負の数で末尾から数えることはできません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Use indices from 0 to rows - 1.</source>
        <translation>0 から rows - 1 までのインデックスを使ってください。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>This optimizer reads every row of grad, but a sparse one holds only the rows of the batch.</source>
        <translation>この optimizer は grad のすべての行を読みますが、sparse な grad にはバッチの行しかありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Switch sparse off, or take SparseAdam, SGD or Adagrad.</source>
        <translation>sparse をオフにするか、SparseAdam、SGD、Adagrad のいずれかを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>SparseAdam works only on the rows that a sparse grad holds, and this grad is dense.</source>
        <translation>SparseAdam は sparse な grad にある行だけを扱いますが、この grad は dense です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Switch sparse on, or take Adam.</source>
        <translation>sparse をオンにするか、Adam を選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>PyTorch divides by how often a row is looked up only where it makes a dense grad.</source>
        <translation>PyTorch が参照回数で割るのは、dense な grad を作るときだけです。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Switch scale_grad_by_freq or sparse off.</source>
        <translation>scale_grad_by_freq か sparse をオフにしてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Two lookups make two sparse grads, and PyTorch cannot add these in float16.</source>
        <translation>2 回の参照で sparse な grad が 2 つできますが、PyTorch は float16 ではこれを足せません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Switch sparse off, or take float32 or bfloat16.</source>
        <translation>sparse をオフにするか、float32 か bfloat16 を選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>A number is larger than the table's dtype can hold.</source>
        <translation>表の dtype で表せない大きさの数があります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Take a smaller number, or a wider dtype.</source>
        <translation>もっと小さい数にするか、範囲の広い dtype を選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Nesterov looks ahead along the momentum, so there must be one, undampened.</source>
        <translation>Nesterov は momentum に沿って先読みするので、momentum が必要で、dampening は使えません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Set momentum above 0 and dampening to 0, or switch nesterov off.</source>
        <translation>momentum を 0 より大きく、dampening を 0 にするか、nesterov をオフにしてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>The padding_idx names a row that the table does not have.</source>
        <translation>padding_idx の行が表にありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Use a row from 0 to rows - 1, or a negative one that counts from the end.</source>
        <translation>0 から rows - 1 までの行か、末尾から数える負の数にしてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>A beta is the share of the past that is kept: from 0 to below 1.</source>
        <translation>beta は過去を残す割合で、0 以上 1 未満です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Change the beta.</source>
        <translation>beta を変えてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>PyTorch checks this argument when it makes the optimizer, and does not take its value.</source>
        <translation>PyTorch は optimizer を作るときにこの引数を調べ、この値を受け付けません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/refusals.py"/>
        <source>Change the value that it names.</source>
        <translation>エラーにある値を変えてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/schedules.py"/>
        <source>torch takes it, but above 1 the learning rate grows</source>
        <translation>torch は受け付けますが、1 より大きいと lr が増え続けます</translation>
    </message>
    <message>
        <location filename="../../embviz/core/schedules.py"/>
        <source>torch takes it: the learning rate becomes nan</source>
        <translation>torch は受け付けますが、lr が nan になります</translation>
    </message>
    <message>
        <location filename="../../embviz/core/schedules.py"/>
        <source>multiplies lr after each step</source>
        <translation>1 ステップごとに lr に掛ける値</translation>
    </message>
    <message>
        <location filename="../../embviz/core/schedules.py"/>
        <source>after how many steps lr is multiplied</source>
        <translation>何ステップごとに lr に gamma を掛けるか</translation>
    </message>
    <message>
        <location filename="../../embviz/core/schedules.py"/>
        <source>multiplies lr after every step_size steps</source>
        <translation>step_size ステップごとに lr に掛ける値</translation>
    </message>
    <message>
        <location filename="../../embviz/core/schedules.py"/>
        <source>multiplies lr in the first step</source>
        <translation>最初のステップで lr に掛ける値</translation>
    </message>
    <message>
        <location filename="../../embviz/core/schedules.py"/>
        <source>multiplies lr from step total_iters on; between, it changes along a line</source>
        <translation>total_iters ステップ以降に lr に掛ける値。それまでは直線的に変わります</translation>
    </message>
    <message>
        <location filename="../../embviz/core/schedules.py"/>
        <source>after how many steps end_factor is reached</source>
        <translation>end_factor に達するまでのステップ数</translation>
    </message>
    <message>
        <location filename="../../embviz/core/sources.py"/>
        <source>A toy text in English</source>
        <translation>英語の小さなテキスト</translation>
    </message>
    <message>
        <location filename="../../embviz/core/sources.py"/>
        <source>A toy text in Japanese</source>
        <translation>日本語の小さなテキスト</translation>
    </message>
    <message>
        <location filename="../../embviz/core/sources.py"/>
        <source>The World English Bible (excerpt)</source>
        <translation>英語訳聖書 WEB（抜粋）</translation>
    </message>
    <message>
        <location filename="../../embviz/core/sources.py"/>
        <source>must be the path of a file, or one of {names}</source>
        <translation>ファイルのパスか、{names} のいずれかにしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/sources.py"/>
        <source>must be the path of a file</source>
        <translation>ファイルのパスにしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/core/sources.py"/>
        <source>must be a table, such as {example}</source>
        <translation>TOML のテーブルにしてください（例：{example}）</translation>
    </message>
    <message>
        <location filename="../../embviz/core/sources.py"/>
        <source>has no such field; it has {names}</source>
        <translation>この項目はありません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>A weight_decay adds {weight_decay} · w to the gradient, which pulls w towards 0.</source>
        <translation>weight_decay は勾配に {weight_decay} · w を足し、w を 0 に引き寄せます。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>The weight_decay first shrinks w by the share lr · {weight_decay}, whatever its gradient.</source>
        <translation>weight_decay は勾配に関係なく、まず w を lr · {weight_decay} の割合だけ縮めます。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>With maximize on, PyTorch turns the sign of the gradient: the step climbs.</source>
        <translation>maximize がオンなので、PyTorch は勾配の符号を反転し、損失を増やす向きに動かします。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>Momentum carries {momentum} of the buffer on, and in it the gradients of earlier steps.</source>
        <translation>momentum はバッファの {momentum} 倍を引き継ぎ、そこに過去のステップの勾配が残ります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>The step is a mean of the gradients, divided by the root of a mean of their squares.</source>
        <translation>更新量は、勾配の平均を、その 2 乗の平均の平方根で割ったものです。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>The mean before the first step is 0.</source>
        <translation>最初のステップの前の平均は 0 です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>The first buffer is the gradient itself; from the next step on it carries earlier ones.</source>
        <translation>最初のバッファは勾配そのもので、次のステップから過去の勾配を引き継ぎます。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>Dampening keeps {dampening} of the gradient out of the buffer.</source>
        <translation>dampening は、勾配のうち {dampening} の割合をバッファに入れません。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>With nesterov on, SGD looks ahead: it adds {momentum} of the buffer to the gradient.</source>
        <translation>nesterov がオンなので、SGD はバッファの {momentum} 倍を勾配に足して先読みします。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>Adagrad divides by the root of the sum of all squared gradients so far.</source>
        <translation>Adagrad は、それまでの勾配の 2 乗の合計の平方根で割ります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>The lr_decay has made lr smaller, step by step.</source>
        <translation>lr_decay により、lr はステップごとに小さくなっています。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>The buffer before the first step is 0.</source>
        <translation>最初のステップの前のバッファは 0 です。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>RMSprop divides by the root of a mean of the squared gradients.</source>
        <translation>RMSprop は、勾配の 2 乗の平均の平方根で割ります。</translation>
    </message>
    <message>
        <location filename="../../embviz/core/updates.py"/>
        <source>Centered RMSprop divides by the standard deviation of the gradients.</source>
        <translation>centered の RMSprop は、勾配の標準偏差で割ります。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/curve/panel.py"/>
        <source>None</source>
        <translation>None</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <location filename="../../embviz/engine/labels.py"/>
        <source>the rows of this table have no names: use their numbers, 0 to {last}</source>
        <translation>この表の行に名前はありません。0 から {last} までの番号を使ってください</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/labels.py"/>
        <source>no row is called {word}</source>
        <translation>{word} という行はありません</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/labels.py"/>
        <source>no row is called {word}; there is {alike}</source>
        <translation>{word} という行はありません。{alike} ならあります</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/past/history.py"/>
        <source>there is no branch {number}</source>
        <translation>分岐 {number} はありません</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/past/history.py"/>
        <source>the moments of so large a table do not fit into the memory for history: give it more memory</source>
        <translation>この大きさの表の時点は履歴用のメモリに収まりません。メモリを増やしてください</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/past/travel.py"/>
        <source>What is on screen is not kept, since so large a table does not fit into the memory for history: to leave it would be to lose it. Give history more memory, and train on.</source>
        <translation>表が大きく履歴用のメモリに収まらないため、画面の時点は残せません。離れると失われます。履歴用のメモリを増やしてから学習を続けてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/refusing.py"/>
        <source>Cancelled.</source>
        <translation>キャンセルしました。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/refusing.py"/>
        <source>That moment cannot be shown.</source>
        <translation>その時点は表示できません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/refusing.py"/>
        <source>There is no such row.</source>
        <translation>その行はありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/refusing.py"/>
        <source>The file cannot be opened.</source>
        <translation>ファイルを開けません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/refusing.py"/>
        <source>The run cannot begin.</source>
        <translation>学習を始められません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/refusing.py"/>
        <source>There is no map.</source>
        <translation>マップがありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/refusing.py"/>
        <source>The file cannot be written.</source>
        <translation>ファイルに書き込めません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/refusing.py"/>
        <source>{command} failed.</source>
        <translation>{command} に失敗しました。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/reports/layouts.py"/>
        <source>{name} is an extra: pip install 'embviz[maps]'</source>
        <translation>{name} は追加機能です：pip install 'embviz[maps]'</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/reports/layouts.py"/>
        <source>{name} needs {fewest} rows or more; here are {rows}</source>
        <translation>{name} には {fewest} 行以上が必要ですが、ここには {rows} 行しかありません</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/reports/layouts.py"/>
        <source>{name} ended without a map: {words}</source>
        <translation>{name} はマップを作れずに終了しました：{words}</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/serve.py"/>
        <source>The request makes no sense.</source>
        <translation>要求の内容が正しくありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/serve.py"/>
        <source>The engine cannot understand the window.</source>
        <translation>エンジンがウィンドウからの要求を理解できません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/serve.py"/>
        <source>The picture is too large to send.</source>
        <translation>画像が大きすぎて送れません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/session.py"/>
        <source>This moment is not kept any more: name one that is.</source>
        <translation>この時点はもう残っていません。残っている時点に名前を付けてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/settings.py"/>
        <source>must be pairs of row numbers, such as 0, 1; 2, 3</source>
        <translation>行番号のペアにしてください（例：0, 1; 2, 3）</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/settings.py"/>
        <source>torch made no {names} at the first step, and makes none later: begin a new run with it</source>
        <translation>torch は最初のステップで {names} を作らず、後から作ることもありません。新しい学習を始めてください</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/settings.py"/>
        <source>{owner} has no such argument; it has {names}</source>
        <translation>{owner} にこの引数はありません。使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/starting.py"/>
        <source>{name} has changed since this run began: open it anew, or put back the file as it was</source>
        <translation>学習を始めた後に {name} が変わりました。開き直すか、ファイルを元に戻してください</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/starting.py"/>
        <source>device = {device}: this torch ({version}) has {names} here</source>
        <translation>device = {device}：この環境の torch ({version}) で使えるのは {names} です</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The session {name} cannot be made.</source>
        <translation>セッション {name} を作成できません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The session {name} cannot be opened.</source>
        <translation>セッション {name} を開けません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The session {name} cannot be read.</source>
        <translation>セッション {name} を読み込めません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The session cannot be saved as {name}.</source>
        <translation>セッションを {name} として保存できません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>What was done last is not in the file {name} yet.</source>
        <translation>最後の操作がまだファイル {name} に書き込まれていません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The session {name} could not be closed in good order; what was done is in it.</source>
        <translation>セッション {name} を正常に閉じられませんでした。操作の内容はファイルに残っています。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The file {name} does not follow the session any more.</source>
        <translation>ファイル {name} への記録は止まっています。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The file or its folder may only be read.</source>
        <translation>ファイルかフォルダーが読み取り専用です。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Use a folder that you may write to.</source>
        <translation>書き込めるフォルダーを使ってください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>It is no session of embviz.</source>
        <translation>embviz のセッションではありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Open a file that embviz has saved.</source>
        <translation>embviz で保存したファイルを開いてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>It is a folder or a device, not a file.</source>
        <translation>ファイルではなく、フォルダーかデバイスです。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Choose a file.</source>
        <translation>ファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The file is empty.</source>
        <translation>ファイルが空です。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Open another one; there is nothing in it to save.</source>
        <translation>別のファイルを開いてください。復元できる内容はありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>It was written by a newer embviz.</source>
        <translation>新しいバージョンの embviz で作られています。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Update embviz to open it.</source>
        <translation>開くには embviz を更新してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>It was written by an embviz that this one does not know.</source>
        <translation>この embviz では扱えないバージョンで作られています。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Update embviz.</source>
        <translation>embviz を更新してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The file is damaged, and nothing in it can be read.</source>
        <translation>ファイルが壊れていて、まったく読み込めません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Take a copy of it, if there is one.</source>
        <translation>コピーがあれば、それを使ってください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Part of the file is damaged, so nothing more is written into it.</source>
        <translation>ファイルの一部が壊れているため、これ以上は書き込みません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Open it to look only, and save what is left under another name.</source>
        <translation>読み取り専用で開き、残りを別の名前で保存してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Another window has it open, and writes it.</source>
        <translation>別のウィンドウが開いていて、書き込んでいます。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Close it there, or open it to look only.</source>
        <translation>そちらを閉じるか、読み取り専用で開いてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Another window has that file open.</source>
        <translation>別のウィンドウがそのファイルを開いています。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Close it there, or choose another name.</source>
        <translation>そちらを閉じるか、別の名前を選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Another window has taken the file over, and writes it now.</source>
        <translation>別のウィンドウがファイルを引き継ぎ、書き込んでいます。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Go on there; what was done here since is not in the file.</source>
        <translation>そちらで続けてください。それ以降にここで行った操作は、ファイルに残っていません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The file was moved, replaced or removed while it was being written.</source>
        <translation>書き込み中にファイルが移動、置換、または削除されました。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Save the session under another name.</source>
        <translation>別の名前でセッションを保存してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Beside it lies what a crash left of an older file with that name, ending in -wal or -journal.</source>
        <translation>同じ名前の古いファイルがクラッシュ時に残したファイル（末尾が -wal か -journal）があります。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Choose another name, or remove that file.</source>
        <translation>別の名前を選ぶか、そのファイルを削除してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>It could not be written for too long, and too much was done since.</source>
        <translation>長い間書き込めず、その間の操作が多くなりすぎました。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Begin a new session, or go on without one: nothing more is kept in this file.</source>
        <translation>新しいセッションを始めるか、このまま続けてください。このファイルにはこれ以上記録しません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>What writes it has broken down.</source>
        <translation>書き込みの処理が異常終了しました。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Save the session anew.</source>
        <translation>セッションを保存し直してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>There is a file of that name that may only be read.</source>
        <translation>同じ名前の読み取り専用ファイルがあります。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Choose another name.</source>
        <translation>別の名前を選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>One moment of this table is larger than a session's file can hold.</source>
        <translation>この表は 1 時点分だけで、セッションのファイルに入る大きさを超えています。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Make rows or dim smaller, or go on without a session.</source>
        <translation>rows か dim を小さくするか、セッションなしで続けてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The copy was read back, and is not the same.</source>
        <translation>コピーを読み返したところ、内容が一致しませんでした。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Try again, or save it on another disk.</source>
        <translation>もう一度試すか、別のディスクに保存してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The name holds characters that no file may have.</source>
        <translation>ファイル名に使えない文字があります。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The disk is full.</source>
        <translation>ディスクがいっぱいです。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Make room on it, or save the session on another disk.</source>
        <translation>空きを作るか、別のディスクにセッションを保存してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The disk refuses to take it; it may be full, at its limit, or gone.</source>
        <translation>ディスクに書き込めません。空きがないか、上限に達したか、取り外された可能性があります。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>You are not allowed to use the file or its folder.</source>
        <translation>ファイルかフォルダーを使う権限がありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Choose a folder of your own.</source>
        <translation>自分のフォルダーを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The file or its folder is not there.</source>
        <translation>ファイルかフォルダーが見つかりません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Choose another place.</source>
        <translation>別の場所を選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>There is not enough memory for it.</source>
        <translation>メモリが足りません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Close other programs, and try again.</source>
        <translation>ほかのプログラムを閉じて、もう一度試してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The file, or one that is needed beside it, cannot be opened.</source>
        <translation>ファイル、または一緒に必要なファイルを開けません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Look whether you may write to its folder, or choose another one.</source>
        <translation>フォルダーに書き込めるか確かめるか、別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>The name is too long.</source>
        <translation>名前が長すぎます。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>Choose a shorter one.</source>
        <translation>もっと短い名前にしてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <source>There is a file of that name already.</source>
        <translation>同じ名前のファイルがすでにあります。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_errors.py"/>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>The system says: {message}.</source>
        <translation>システムのメッセージ：{message}</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_file.py"/>
        <source>After record {kept} all may be lost; how many there were cannot be read.</source>
        <translation>記録 {kept} より後は失われた可能性があり、全体の数はわかりません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_file.py"/>
        <source>After record {kept} of {count} all is lost.</source>
        <translation>記録 {count} 個のうち、{kept} より後は失われました。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_file.py"/>
        <source>The note about the session is lost; its records are all there.</source>
        <translation>セッションの情報は失われましたが、記録はすべて残っています。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/storage/session_file.py"/>
        <source>The file is damaged; its records are all there.</source>
        <translation>ファイルは壊れていますが、記録はすべて残っています。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>The text {name} cannot be read.</source>
        <translation>テキスト {name} を読み込めません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>Choose a file of plain text.</source>
        <translation>プレーンテキストのファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>It has {size} MB; {limit} MB is the most.</source>
        <translation>{size} MB あります。上限は {limit} MB です。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>Take a part of it.</source>
        <translation>一部だけを使ってください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>The byte {byte} at position {place} is not text in UTF-8.</source>
        <translation>位置 {place} のバイト {byte} は UTF-8 のテキストではありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>There is a byte 0 at position {place}: it is no plain text.</source>
        <translation>位置 {place} にバイト 0 があり、プレーンテキストではありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>It is text in UTF-16.</source>
        <translation>UTF-16 のテキストです。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>Save it as UTF-8 in a text editor, and open it again.</source>
        <translation>テキストエディターで UTF-8 で保存し直してから開いてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>It is empty.</source>
        <translation>空のファイルです。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>It has changed since the run began.</source>
        <translation>学習を始めた後に内容が変わっています。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>Put the file back as it was, or begin a new run.</source>
        <translation>ファイルを元に戻すか、新しい学習を始めてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>Look whether it is there, and whether you may read it.</source>
        <translation>ファイルがあるか、読み取る権限があるかを確かめてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>There is no such file.</source>
        <translation>ファイルが見つかりません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/reading.py"/>
        <source>You are not allowed to read it.</source>
        <translation>読み取る権限がありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/text.py"/>
        <source>The text {name} cannot be trained on.</source>
        <translation>テキスト {name} では学習できません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/text.py"/>
        <source>{words} of its words occur {min_count} times or more; two are needed.</source>
        <translation>{min_count} 回以上現れる単語が {words} 個です。2 個以上必要です。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/text.py"/>
        <source>Make min_count smaller, or take a longer text.</source>
        <translation>min_count を小さくするか、もっと長いテキストを使ってください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/text.py"/>
        <source>No two of its words stand in the same line.</source>
        <translation>同じ行に並ぶ単語がありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/text.py"/>
        <source>Put several words into a line: only words of the same line make pairs.</source>
        <translation>1 行に複数の単語を並べてください。ペアになるのは同じ行の単語だけです。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/text.py"/>
        <source>It has more than {limit} different words.</source>
        <translation>単語の種類が {limit} を超えています。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/text.py"/>
        <source>Take a text with spaces between its words, or characters as tokens.</source>
        <translation>単語を空白で区切ったテキストを使うか、文字を単位にしてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/tokenize.py"/>
        <source>Japanese words cannot be told apart.</source>
        <translation>日本語の単語を区切れません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/tokenize.py"/>
        <source>The tokenizer for them is not installed.</source>
        <translation>日本語のトークナイザーがインストールされていません。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/text/tokenize.py"/>
        <source>Install it with: pip install 'embviz[japanese]', or take characters as tokens.</source>
        <translation>pip install 'embviz[japanese]' でインストールするか、文字を単位にしてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/archive.py"/>
        <source>It is encrypted. Save it without a password.</source>
        <translation>暗号化されています。パスワードなしで保存し直してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/archive.py"/>
        <source>It is compressed in a way that neither numpy nor torch uses. Save it again with one of them.</source>
        <translation>numpy も torch も使わない方式で圧縮されています。どちらかで保存し直してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/archive.py"/>
        <source>It lists more members than any file of vectors has. Choose another file.</source>
        <translation>項目が多すぎて、ベクトルのファイルとは思えません。別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/checkpoint.py"/>
        <source>It says that it has {size}, which are more numbers than it stores. The file is damaged.</source>
        <translation>大きさは {size} とありますが、それだけの数が入っていません。ファイルが壊れています。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/checkpoint.py"/>
        <source>Its rows share numbers, as those of an expanded tensor do. Save its contiguous() copy.</source>
        <translation>expand した tensor のように、行が数を共有しています。contiguous() のコピーを保存してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/checkpoint.py"/>
        <source>Its numbers are compressed, as torch never does it. Save it again with torch.save().</source>
        <translation>torch にはない方式で数が圧縮されています。torch.save() で保存し直してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/checkpoint.py"/>
        <source>There is no {name} in it, so torch.save() has not made it. Choose another file.</source>
        <translation>{name} がないので、torch.save() で作ったファイルではありません。別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>The file holds no vectors. Choose another one.</source>
        <translation>ベクトルが入っていません。別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>The file is damaged or cut short ({detail}). Get it again, or choose another one.</source>
        <translation>ファイルが壊れているか、途中で切れています（{detail}）。入手し直すか、別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>It is no file of vectors that embviz knows. Choose GloVe or word2vec (.txt, .bin, .vec), .npy, .npz, .safetensors, a state_dict (.pt), projector's .tsv, or .csv.</source>
        <translation>embviz が扱えるベクトルのファイルではありません。GloVe や word2vec（.txt、.bin、.vec）、.npy、.npz、.safetensors、state_dict（.pt）、projector の .tsv、.csv を選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>It is a folder or a device, not a file. Choose a file.</source>
        <translation>ファイルではなく、フォルダーかデバイスです。ファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>The table of {rows:,} x {dim:,} is larger than embviz takes. Choose a smaller one.</source>
        <translation>{rows:,} x {dim:,} の表は大きすぎます。もっと小さい表を選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>It unpacks to more than {ratio} times its size, as no vectors do. Choose another file.</source>
        <translation>展開すると {ratio} 倍を超え、ベクトルのファイルとは思えません。別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>There is no table of that name in the file; it holds {names}.</source>
        <translation>その名前の表はありません。入っているのは {names} です。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>It holds no table of float32, float64, float16 or bfloat16 with rows and columns, but {found}. Save the table itself, as floats.</source>
        <translation>行と列のある float32、float64、float16、bfloat16 の表ではなく、{found} が入っています。表だけを浮動小数点数で保存してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>To read it takes more memory than a file of vectors needs. Choose another file.</source>
        <translation>読み込みに必要なメモリが多すぎます。別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>To read it takes longer than a file of its size needs. Choose another file.</source>
        <translation>ファイルの大きさの割に、読み込みに時間がかかりすぎます。別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>What reads it broke off, for it is damaged in a new way or needs too much memory. Choose another file.</source>
        <translation>ファイルが壊れているか、メモリが足りないため、読み込みが中断しました。別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>The system cannot read it ({detail}). Look whether it is there and whether you may.</source>
        <translation>システムが読み込めません（{detail}）。ファイルがあるか、読み取る権限があるかを確かめてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>There is no room for the table in {folder}. Make room on that disk.</source>
        <translation>{folder} に表を置く空きがありません。ディスクに空きを作ってください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/faults.py"/>
        <source>The file changed while it was read. Try again when it is whole.</source>
        <translation>読み込み中にファイルが変わりました。書き込みが終わってから、もう一度試してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/lines.py"/>
        <source>The line has {found} numbers, and those above have {wanted}. Mend the line, or choose another file.</source>
        <translation>この行の数は {found} 個ですが、上の行は {wanted} 個です。行を直すか、別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/lines.py"/>
        <source>'{text}' is no number. Mend the line, or choose another file.</source>
        <translation>「{text}」は数ではありません。行を直すか、別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/lines.py"/>
        <source>The line is empty, and more follow. Take it out, or choose another file.</source>
        <translation>途中に空行があります。取り除くか、別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/lines.py"/>
        <source>The quotes in it cannot be understood ({detail}). Mend the line.</source>
        <translation>引用符を正しく読めません（{detail}）。行を直してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/metadata.py"/>
        <source>{name} beside it names {found} rows, and the table has {wanted:,}. Put the labels right, or elsewhere.</source>
        <translation>隣の {name} にある行の名前は {found} 個ですが、表は {wanted:,} 行です。ラベルを直すか、別の場所に移してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/opcodes.py"/>
        <source>It asks to run {name}, so it is more than a table of numbers. Save no more than model.state_dict(), with its tensors dense and on the CPU.</source>
        <translation>{name} の実行を求めているので、数の表だけではありません。dense な CPU の tensor にして、model.state_dict() だけを保存してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/opcodes.py"/>
        <source>It has more than {most:,} steps, as no state_dict has. Choose another file.</source>
        <translation>手順が {most:,} を超えていて、state_dict とは思えません。別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/packed.py"/>
        <source>There is no token of sensible length. The file is damaged, or another kind; choose another.</source>
        <translation>妥当な長さのトークンがありません。壊れているか別の種類なので、別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/packed.py"/>
        <source>More follows than the {wanted:,} rows of its header. Get the file again.</source>
        <translation>ヘッダーにある {wanted:,} 行より多くのデータがあります。ファイルを入手し直してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/separated.py"/>
        <source>More than one column is text: {names}. Keep one column of names, and numbers in all others.</source>
        <translation>文字の列が 2 つ以上あります：{names}。名前の列を 1 つだけ残し、ほかは数にしてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/separated.py"/>
        <source>It has no column of numbers; it may be the labels of a projector. Choose the file of vectors beside it.</source>
        <translation>数の列がありません。projector のラベルかもしれません。隣にあるベクトルのファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/separated.py"/>
        <source>The line has another count of fields than the first one. Mend it, or choose another file.</source>
        <translation>この行の項目数が最初の行と違います。直すか、別のファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/spaced.py"/>
        <source>Its header says {wanted:,} rows, and there are {found:,}. Get the whole file again.</source>
        <translation>ヘッダーでは {wanted:,} 行ですが、実際は {found:,} 行です。ファイル全体を入手し直してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/spaced.py"/>
        <source>There is no token with numbers after it. Choose a file with one token and its numbers a line.</source>
        <translation>数の前にトークンのある行がありません。1 行にトークン 1 つと数が並ぶファイルを選んでください。</translation>
    </message>
    <message>
        <location filename="../../embviz/engine/vectors/streams.py"/>
        <source>The line is longer than {most} MB, as no vectors are. Choose a text with one row a line.</source>
        <translation>行が {most} MB を超えていて、ベクトルとは思えません。ファイルの 1 行に表の 1 行が書かれたテキストを選んでください。</translation>
    </message>
</context>
<context>
    <name>export</name>
    <message>
        <location filename="../../embviz/gui/export/figure.py"/>
        <source>A figure is a file that ends in {endings}.</source>
        <translation>図のファイル名の末尾は {endings} にしてください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/figure.py"/>
        <source>The figure is too large for this computer.</source>
        <translation>図が大きすぎて、このコンピューターでは扱えません。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/figure.py"/>
        <source>The scale of a figure is from 1 to {largest}.</source>
        <translation>図の倍率は 1 から {largest} までです。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/figure.py"/>
        <source>There is nothing on the screen to export.</source>
        <translation>書き出せるものが画面にありません。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/numbers.py"/>
        <source>reduced: of a table of {rows} × {columns}, each number is that of largest magnitude in the rows and columns that it stands for</source>
        <translation>縮約：{rows} × {columns} の表で、各値は対応する範囲の行と列のうち絶対値が最大のもの</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/wish.py"/>
        <source>The name holds a character that no name can hold.</source>
        <translation>ファイル名に使えない文字があります。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/wish.py"/>
        <source>There is no folder {folder}. Choose another, or make it first.</source>
        <translation>フォルダー {folder} がありません。別のフォルダーを選ぶか、先に作成してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/wish.py"/>
        <source>{name} is a folder. Type a name for the file in it.</source>
        <translation>{name} はフォルダーです。その中のファイル名を入力してください。</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/export/wish.py"/>
        <source>You may not write into {folder}. Choose another folder.</source>
        <translation>{folder} に書き込む権限がありません。別のフォルダーを選んでください。</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Panels</source>
        <translation>パネル</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>One panel alone</source>
        <translation>1 つのパネルだけを表示</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Beside the others, or not</source>
        <translation>ほかと並べて表示／隠す</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>All panels</source>
        <translation>すべてのパネルを表示</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>The next thing to press or to type in</source>
        <translation>次の操作対象へ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Held down: a dot at the mouse, to point with</source>
        <translation>押している間、マウスの位置に光点を表示</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>End what was begun last</source>
        <translation>最後に始めたことを終える</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>In a table</source>
        <translation>表の中</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Another cell</source>
        <translation>別のセルへ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Type another weight into the cell</source>
        <translation>セルに別の weight を入力</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>As a click: into an answer, or out of it</source>
        <translation>セルのクリックと同じ：答えに加える、外す</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Closer, farther</source>
        <translation>拡大、縮小</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>More or fewer rows alone</source>
        <translation>行数だけを増減</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>The rows above, below</source>
        <translation>上の行、下の行</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>With the mouse</source>
        <translation>マウス</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Click</source>
        <translation>クリック</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Choose a cell</source>
        <translation>セルを選択</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Double click</source>
        <translation>ダブルクリック</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Type another weight; the whole curve again</source>
        <translation>別の weight を入力、曲線の全体表示</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Wheel</source>
        <translation>ホイール</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Ctrl+wheel</source>
        <translation>Ctrl+ホイール</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Shift+wheel</source>
        <translation>Shift+ホイール</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Up, down</source>
        <translation>上へ、下へ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Drag</source>
        <translation>ドラッグ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/sheet.py"/>
        <source>Move the table; go to a moment in the timeline</source>
        <translation>表の移動、タイムラインの時点へ移動</translation>
    </message>
</context>
<context>
    <name>notice</name>
    <message>
        <location filename="../../embviz/gui/control/notice.py"/>
        <source>Restart begins a new run</source>
        <translation>再起動すると新しい学習を始めます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/notice.py"/>
        <source>Restart goes on with what the session's file has</source>
        <translation>再起動するとセッションのファイルにある所から続けます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/notice.py"/>
        <source>Restart goes on from step {step}</source>
        <translation>再起動すると step {step} から続けます</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/notice.py"/>
        <source>PyTorch's process has ended</source>
        <translation>PyTorch のプロセスが終了しました</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/control/notice.py"/>
        <source>{why}. {outlook}.</source>
        <translation>{why}。{outlook}。</translation>
    </message>
</context>
<context>
    <name>rows</name>
    <message>
        <location filename="../../embviz/gui/rows/texts.py"/>
        <source>row {row}</source>
        <translation>行 {row}</translation>
    </message>
</context>
<context>
    <name>wall</name>
    <message>
        <location filename="../../embviz/gui/wall/look.py"/>
        <source>Blue and red</source>
        <translation>青と赤</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/look.py"/>
        <source>Blue and ochre, for colour-blind viewers</source>
        <translation>青と黄土色（色覚の多様性に配慮）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/look.py"/>
        <source>Dark blue to yellow, also in grey print</source>
        <translation>紺から黄（白黒印刷でも区別可）</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/menus.py"/>
        <source>As the system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/menus.py"/>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/menus.py"/>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/menus.py"/>
        <source>High contrast</source>
        <translation>高コントラスト</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/menus.py"/>
        <source>Look</source>
        <translation>配色</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/menus.py"/>
        <source>Colours of the tables</source>
        <translation>表の配色</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/menus.py"/>
        <source>Size of text</source>
        <translation>文字の大きさ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/menus.py"/>
        <source>Panels</source>
        <translation>パネル</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/menus.py"/>
        <source>{panel} alone</source>
        <translation>{panel} だけ</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/menus.py"/>
        <source>{panel} beside the others, or not</source>
        <translation>{panel} を並べて表示／隠す</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/menus.py"/>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/menus.py"/>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/panels.py"/>
        <source>optimizer's tables</source>
        <translation>optimizer の表</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/panels.py"/>
        <source>curve</source>
        <translation>曲線</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/panels.py"/>
        <source>details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <location filename="../../embviz/gui/wall/panels.py"/>
        <source>setup</source>
        <translation>設定</translation>
    </message>
</context>
</TS>
