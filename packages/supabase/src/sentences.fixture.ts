/** A sentence of each script, and what is typed to find which of its words. */
export const SENTENCES: [script: string, sentence: string, finds: [typed: string, ...words: string[]][]][] = [
  [
    "Latin",
    "Das Café in der Straße: “naïve” ﬁsh can’t cost 1,000 øre well-known light\u00ad house İstanbul",
    [
      ["cafe", "Café"],
      ["CAFÉ", "Café"],
      ["cafe\u0301", "Café"],
      ["STRASSE", "Straße:"],
      ["straße", "Straße:"],
      ["fish", "ﬁsh"],
      ['"naive"', "“naïve”"],
      ["can't", "can’t"],
      ["1,000", "1,000"],
      ["ore", "øre"],
      ["wellknown", "well-known"],
      ["well-known", "well-known"],
      ["lighthouse", "light\u00ad", "house"],
      ["light-house", "light\u00ad", "house"],
      ["thous", "light\u00ad", "house"],
      ["istanbul", "İstanbul"],
      ["nown", "well-known"],
      ["ｃａｆｅ", "Café"],
    ],
  ],
  [
    "Greek",
    "Ο Σίσυφος έσπρωχνε τον βράχο",
    [
      ["ΣΙΣΥΦΟΣ", "Σίσυφος"],
      ["βραχο", "βράχο"],
    ],
  ],
  [
    "Cyrillic",
    "Ёлка стоит в лесу",
    [
      ["елка", "Ёлка"],
      ["ЛЕС", "лесу"],
    ],
  ],
  [
    "Arabic",
    "كَتَبَ الطالبُ إلى المدرســة",
    [
      ["كتب", "كَتَبَ"],
      ["الى", "إلى"],
      ["المدرسة", "المدرســة"],
    ],
  ],
  ["Hebrew", "שָׁלוֹם לכולם", [["שלום", "שָׁלוֹם"]]],
  [
    "Devanagari",
    "हिन्दी में किताब पढ़ना",
    [
      ["हिन्दी", "हिन्दी"],
      ["किताब", "किताब"],
    ],
  ],
  [
    "Chinese and Japanese",
    "我爱\u200b 北京\u200b 大学\u200b 的图书馆。 東京都に住んでいます ｶﾀｶﾅ",
    [
      ["北京大学", "北京\u200b", "大学\u200b"],
      ["图书", "的图书馆。"],
      ["京大", "北京\u200b", "大学\u200b"],
      ["住んで", "東京都に住んでいます"],
      ["カタカナ", "ｶﾀｶﾅ"],
    ],
  ],
  [
    "Thai",
    "ภาษา\u200b ไทย ไม่มีช่องว่าง",
    [
      ["ภาษาไทย", "ภาษา\u200b", "ไทย"],
      ["ช่องว่าง", "ไม่มีช่องว่าง"],
    ],
  ],
  [
    "Korean",
    "한국어는 띄어쓰기가 있다",
    [
      ["한국어", "한국어는"],
      ["쓰기", "띄어쓰기가"],
    ],
  ],
];
