"""What a test of clusters can find, in words."""

SENTENCES = {
    "none": (
        "No clusters were found: these customers do not clearly fall apart more than customers who "
        "differ by degrees only (p = {p:.2f}; at {k} groups the silhouette is {found:.2f}, "
        "{expected:.2f} without groups), so any groups are cuts through a continuum.",
        "未发现聚类：与仅有程度差别的客户相比，这些客户并未明显更成群"
        "（p = {p:.2f}；分 {k} 组时轮廓系数为 {found:.2f}，无聚类时为 {expected:.2f}），"
        "任何分组都只是对连续体的切分。",
    ),
    "unclear": (
        "No clear clusters were found: the customers are a little lumpier than customers who "
        "differ by degrees only (p = {p:.2f}; at {k} groups the silhouette is {found:.2f}, "
        "{expected:.2f} without groups), but no more than a purchase model that does not quite fit "
        "would make them.",
        "未发现明显的聚类：与仅有程度差别的客户相比，这些客户略显成群"
        "（p = {p:.2f}；分 {k} 组时轮廓系数为 {found:.2f}，无聚类时为 {expected:.2f}），"
        "但购买模型拟合稍有偏差也会造成这样的差别。",
    ),
    "clusters": (
        "There are clusters here: the customers fall apart more than customers who differ by "
        "degrees only, most clearly into {k} groups (p = {p:.2f}; silhouette {found:.2f}, "
        "{expected:.2f} without groups).",
        "这里存在聚类：与仅有程度差别的客户相比，这些客户明显成群，以 {k} 组最为清晰"
        "（p = {p:.2f}；轮廓系数 {found:.2f}，无聚类时为 {expected:.2f}）。",
    ),
}
