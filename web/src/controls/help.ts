/** One page of help, in both languages. */
import { append, h } from '../dom';
import { currentLanguage, t } from '../i18n';
import { patternLine } from './legend';
import type { Pattern } from '../map/symbols';
import { openDialog } from './dialog';
import './help.css';

type Line = [words: string, pattern?: Pattern];

const help: Record<'zh' | 'en', { title: string; lines: Line[] }[]> = {
  zh: [
    {
      title: '图上的线和面',
      lines: [
        ['线型只表示规划所说的状态：实线为已建成或运营', 'solid'],
        ['长虚线为建设中', 'long'],
        ['短虚线为规划建设或前期', 'short'],
        ['点线为规划未说明状态，或属保护治理', 'dotted'],
        ['淡色带表示位置的误差：真实位置在带内的把握为 95%。只有淡色带、没有线的，是“示意走向”，不能量算。'],
        ['带数字的标签是只知道所在旗县或盟市的项目，点开即为清单；它们在图上没有点，也没有面。'],
      ],
    },
    {
      title: '查找与筛选',
      lines: [
        ['搜索框可输项目名、简称、拼音、首字母、编号、地名或经纬度；按 / 键进入，上下键选择，回车打开。'],
        ['左侧图例就是筛选开关，数字随其他筛选实时变化；已用的筛选以标签列出，可逐个取消。'],
        ['网址随时记录当前视图、筛选和所选项目，复制网址即可分享。'],
      ],
    },
    {
      title: '看懂一个项目',
      lines: [
        ['右侧面板按规划印发日期列出每一处原文，项目本身的字句加底色。'],
        [
          '“规划表述”是规划怎么说，“现状”是今天已知的情况，两者分开，互不代替。后一份规划未再提到，不说明项目有变化。',
        ],
        ['“在全文中查看”打开规划全文；随读移图时，地图跟着正文走。Esc 关闭面板。'],
      ],
    },
  ],
  en: [
    {
      title: 'Lines and areas',
      lines: [
        [
          'The pattern of a line is the status in the plan and nothing else: solid is built or running',
          'solid',
        ],
        ['long dashes: under construction', 'long'],
        ['short dashes: planned or in preparation', 'short'],
        ['dots: the plan does not say, or it is a matter of protection', 'dotted'],
        [
          'A pale band is the doubt of the position: the true place lies in it 95 times in 100. A band without a line is a schematic course and not for measuring.',
        ],
        [
          'A label with a number stands for projects known only to that county or prefecture; it opens their list. They have no point and no area on the map.',
        ],
      ],
    },
    {
      title: 'Finding and filtering',
      lines: [
        [
          'The search box takes names, short names, pinyin, initials, codes, places and coordinates. The key / leads to it; arrows choose, Enter opens.',
        ],
        [
          'The legend is the filter; its numbers follow the other filters. Filters in use are tags that can be removed.',
        ],
        ['The address holds view, filters and the project: copy it to share them.'],
      ],
    },
    {
      title: 'Understanding a project',
      lines: [
        [
          'The panel shows every sentence of every plan by date of issue, with the words for the project marked.',
        ],
        [
          'What a plan says and what is known today are kept apart. That a later plan does not repeat a project says nothing about the project.',
        ],
        ['“Show in the full text” opens the plan; the map can follow while you read. Escape closes panels.'],
      ],
    },
  ],
};

export function showHelp(): void {
  const parts = help[currentLanguage()].map(({ title, lines }) => {
    const list = h('ul', { class: 'help-list' });
    for (const [words, pattern] of lines) {
      const item = h('li');
      append(item, [words, pattern && patternLine(pattern)]);
      list.append(item);
    }
    return h('section', { class: 'help-part' }, h('h3', {}, title), list);
  });
  openDialog(t('helpTitle'), ...parts);
}
