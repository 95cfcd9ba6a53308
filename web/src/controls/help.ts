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
        [
          '误差带宽过 60 公里的只画边线，选中该项目时才填色。同一走廊里的几条线在小比例尺下并排画，放大后回到原位。',
        ],
        ['带数字的标签是只知道所在旗县或盟市的项目，点开即为清单；它们在图上没有点，也没有面。'],
      ],
    },
    {
      title: '查找与筛选',
      lines: [
        ['搜索框可输项目名、简称、拼音、首字母、编号、地名或经纬度；按 / 键进入，上下键选择，回车打开。'],
        ['左侧图例就是筛选开关，数字随其他筛选实时变化；已用的筛选以标签列出，可逐个取消。'],
        ['地图左上角“圈选”：只看视野内、框选、画多边形，或点选一个旗县。'],
        ['“列表”里的“以表格查看”把图上内容列成一张表，供读屏软件和键盘使用。'],
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
    {
      title: '对比、筛查、下载',
      lines: [
        [
          '“对比规划”选两份规划，看新提及、未再提及、表述有变的项目，两边原文并排；只比两份规划共同覆盖的地区和领域，范围写在上方。',
        ],
        [
          '“选址筛查”画线、画面、拖入 GeoJSON、KML 或 shapefile 的 zip 包，或选一个项目加距离，查看触及什么；长度和面积给出范围，位置不够准的写“不足以量算”。示意成果，不作为用地审查依据。',
        ],
        ['“下载”给出当前筛选的数据、图片、A3 和 A4 成图，以及短网址。'],
        ['所需浏览器：Chromium 88 或更新，其他浏览器同期版本；没有 WebGL 时地图由服务器绘制。'],
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
          'A band wider than 60 km is an outline until its project is selected. Lines of one corridor lie beside each other on overviews and in place close in.',
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
        ['“Select on the map” in the corner: what is in view, a box, a polygon, or a county by a click.'],
        [
          '“Show as a table” in the list gives everything on the map as a table, for keyboard and screen reader.',
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
    {
      title: 'Comparing, screening, taking away',
      lines: [
        [
          '“Compare plans” holds two plans against each other: newly named, not named again, changed words, with both sentences. Only the region and fields that both cover are compared, and they stand above.',
        ],
        [
          '“Screen a site” takes a line or area, a GeoJSON, KML or zipped shapefile, or a project and a distance; lengths and areas are ranges, and what is placed too coarsely is “not good enough to measure”. Not a basis for land-use review.',
        ],
        ['“Download” has data, pictures, A3 and A4 sheets of the present selection, and a short address.'],
        ['Browsers: Chromium 88 or later, others of that age; without WebGL the server draws the map.'],
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
