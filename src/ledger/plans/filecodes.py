"""Codes of what is told of a file before it is a document: that it is not read, and what of it was seen besides."""

from __future__ import annotations

from ledger.reading.codes import ERROR, WARNING, Code, declare

declare(
    Code(
        "L519",
        ERROR,
        "plan-unreadable",
        zh=("不是能读的文件", "另存为 .docx、.xlsx、网页或纯文本再导入。"),
        en=(
            "Not a file that can be read",
            "Save it as .docx, .xlsx, a web page or plain text and import that.",
        ),
    ),
    Code(
        "L524",
        ERROR,
        "document-empty",
        zh=("文件是空的", "换成有内容的方案文本。"),
        en=("The file is empty", "Give a document with text."),
    ),
    Code(
        "L526",
        ERROR,
        "document-of-old-format",
        zh=(
            "是旧格式的文件（.doc、.wps、.xls、.rtf），不能读",
            "用 Word 或 WPS 打开，另存为 .docx（表格另存为 .xlsx）再导入。",
        ),
        en=(
            "A file of an old format (.doc, .wps, .xls, .rtf), which is not read",
            "Open it in Word or WPS, save it as .docx (a table as .xlsx) and import that.",
        ),
    ),
    Code(
        "L527",
        ERROR,
        "document-locked",
        zh=("文件设了密码，不能读", "用密码打开，去掉密码，另存为 .docx（表格另存为 .xlsx）再导入。"),
        en=(
            "The file is locked with a password",
            "Open it with the password, take the password off, save it as .docx (a table as .xlsx) and import that.",
        ),
    ),
    Code(
        "L528",
        ERROR,
        "list-is-a-picture",
        zh=(
            "清单是图片，在第 {detail} 页，里面没有可读的任务：0 项",
            "向来文单位要 .docx 或 .xlsx 的文字版；要不到的，装上文字识别再导入：pip install 'zhenggai-taizhang[ocr]'，读出后逐字核对。",
        ),
        en=(
            "The list is a picture, on page {detail}, without tasks that can be read: 0 tasks",
            "Ask for it as .docx or .xlsx; else install what recognises writing and import again: pip install 'zhenggai-taizhang[ocr]', and compare word by word.",
        ),
    ),
    Code(
        "L529",
        ERROR,
        "document-damaged",
        zh=("文件损坏或不完整：{detail}", "换一份完好的文件再导入。"),
        en=("The file is damaged or incomplete: {detail}", "Import an undamaged copy."),
    ),
    Code(
        "L530",
        ERROR,
        "document-not-plausible",
        zh=(
            "文件里有公文不会有的东西，没有读：{detail}",
            "多半是超出限度的内容或外部实体；核对文件来源，用 Word、WPS 或浏览器打开后另存一份再导入。",
        ),
        en=(
            "The file holds what no official document does and was not read: {detail}",
            "Probably sizes beyond all limits or external entities; see where it came from, and save it anew from Word, WPS or a browser.",
        ),
    ),
    Code(
        "L593",
        ERROR,
        "document-too-long",
        zh=(
            "文件有 {detail} 行，最多读 {most} 行（空行不算），没有读",
            "核对文件是不是公文；是的，只留整改方案和任务清单，附带的其他内容删去，另存后再导入。",
        ),
        en=(
            "The file has {detail} lines; at most {most} are read (blank ones apart), and it was not read",
            "See whether it is a document; if so, leave the plan and the list of tasks in it, save the rest elsewhere, and import it again.",
        ),
    ),
    Code(
        "L590",
        ERROR,
        "paragraph-without-end",
        zh=(
            "这一段有 {detail} 字，公文没有这么长的段落（最多 {most} 字），没有读",
            "核对文件是不是公文；是的，按原来的段落分行后再导入。",
        ),
        en=(
            "This paragraph has {detail} characters; none of a document has more than {most}, and it was not read",
            "See whether the file is a document; if so, break it into its paragraphs first.",
        ),
    ),
    Code(
        "L531",
        WARNING,
        "encoding-doubtful",
        zh=("拿不准文字的编码，按 {encoding} 读", "看读出的文字对不对；不对时另存为 UTF-8 再导入。"),
        en=(
            "The encoding of the text is not certain; read as {encoding}",
            "See whether the text came out right; if not, save it as UTF-8 and import that.",
        ),
    ),
    Code(
        "L565",
        WARNING,
        "text-struck-out",
        zh=(
            "有画了删除线的内容 {count} 处，照常读入：{words}",
            "核对是不是已经作废；作废的，删去后再导入；不是的不用改。",
        ),
        en=(
            "Text that is struck out is read like any other, in {count} {count:place|places}: {words}",
            "See whether it still holds; if not, take it out and import again; if so, nothing to do.",
        ),
    ),
    Code(
        "L566",
        WARNING,
        "text-hidden",
        zh=(
            "有隐藏的内容 {count} 处：{words}；隐藏的行、列和文字照常读入，隐藏的工作表不读",
            "取消隐藏，核对哪些算数；不算数的删去后再导入。",
        ),
        en=(
            "Hidden content in {count} {count:place|places}: {words}; hidden rows, columns and text are read, hidden sheets are not",
            "Show it and see what counts; take out what does not and import again.",
        ),
    ),
    Code(
        "L567",
        WARNING,
        "text-revised",
        zh=(
            "有尚未定稿的修订 {count} 处，按全部接受读入：{words}",
            "核对修订是否都算数：在 Word 或 WPS 里接受或拒绝修订，另存后再导入。",
        ),
        en=(
            "Tracked changes in {count} {count:place|places} are read as if accepted: {words}",
            "See whether they all hold: accept or reject them in Word or WPS, save and import again.",
        ),
    ),
    Code(
        "L568",
        WARNING,
        "remarks-not-read",
        zh=(
            "有批注 {count} 条，不作正文：{words}",
            "核对批注有没有改动内容；有的，改进正文后再导入；没有的不用改。",
        ),
        en=(
            "Comments are no part of the text; there are {count}: {words}",
            "See whether they change anything; if so, put it into the text and import again; if not, nothing to do.",
        ),
    ),
    Code(
        "L569",
        WARNING,
        "formula-without-value",
        zh=(
            "单元格 {words} 是公式，文件里没有存它的结果，没有读（共 {count} 格）",
            "用 Excel 或 WPS 打开，保存一次再导入；或把公式改成文字。",
        ),
        en=(
            "Cells with formulas whose results are not stored in the file were not read ({count}): {words}",
            "Open it in Excel or WPS, save it once and import again, or put text in place of the formula.",
        ),
    ),
    Code(
        "L572",
        WARNING,
        "text-recognised",
        zh=(
            "第 {pages} 页的文字是程序从图片识别的，可能有错字、漏字",
            "逐字与图片核对；有错的，把改好的文字另存为 .txt 再导入。",
        ),
        en=(
            "The text of page {pages} was recognised in a picture by a program; characters may be wrong or missing",
            "Compare it with the picture word by word; where it is wrong, save the corrected text as .txt and import that.",
        ),
    ),
    Code(
        "L573",
        ERROR,
        "only-pictures",
        zh=(
            "清单是文中的图片（{count} 幅，名称：{names}），没有可读的任务：0 项",
            "向来文单位要文字版；要不到的，把图片另存为文件，装上文字识别（pip install 'zhenggai-taizhang[ocr]'）后导入，读出后逐字核对。",
        ),
        en=(
            "The list is in the pictures of the document ({count}, named {names}), without tasks that can be read: 0 tasks",
            "Ask for it as text; else save the picture as a file, install what recognises writing (pip install 'zhenggai-taizhang[ocr]'), import it and compare word by word.",
        ),
    ),
    Code(
        "L574",
        WARNING,
        "text-out-of-order",
        zh=(
            "PDF 里有 {count} 处文字存放的次序与版面不同，版面上又叠在一起，读出的次序可能错：{words}",
            "与版面逐字核对；最好向来文单位要 .docx，或用原来的程序另存为文字版再导入。",
        ),
        en=(
            "In {count} {count:place|places} the PDF stores text in another order than it is laid out, and one upon another; it may be read wrongly: {words}",
            "Compare it with the page word by word; better ask for the .docx, or save it as text from the program it was made in.",
        ),
    ),
    Code(
        "L581",
        WARNING,
        "paragraph-may-end",
        zh=(
            "这一行写满又正好是一句的末尾，看不出段落到这里是否结束，按同一段读：{words}",
            "与原文核对“／”处是否另起一段：是的，最好向来文单位要 .docx，或另存为文字版、在那里空一行再导入；不是的不用改。",
        ),
        en=(
            "A full line ends with a sentence, and nothing tells whether the paragraph ends there; it was read as one: {words}",
            "See whether a new paragraph begins at ／: if so, ask for the .docx, or save it as text, put a blank line there and import that; if not, nothing to do.",
        ),
    ),
)
